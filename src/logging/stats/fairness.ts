/** Jain's index, (Σx)² / (n·Σx²): 1 where all have the same, 1/n where one has it all; null where nobody has anything. */
export function fairness(shares: readonly number[]): number | null {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? null : (sum * sum) / (shares.length * squares);
}
