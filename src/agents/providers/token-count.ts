/** Token counts come from servers: missing, null or nonsense counts as none. */

export function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}
