/**
 * Contestants take turns within each round, and the order turns too: what the machine does meanwhile hits all of them
 * alike. A figure is the median of the rounds, and so is a ratio: of the ratios of each round, never of two medians.
 */
export interface BenchOptions {
  readonly rounds: number;
  /** Length of one timed window. */
  readonly seconds: number;
}

export interface Figure {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export async function interleave<Name extends string, Sample>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<Sample>>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(contestants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < names.length; place++) {
      const name = names[(round + place) % names.length];
      if (name !== undefined) samples[name].push(await contestants[name]());
    }
  }
  return samples;
}

export function figure(values: readonly number[]): Figure {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Round by round. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
