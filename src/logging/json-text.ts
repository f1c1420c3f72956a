/** A value out of a log as JSON to look at. Never throws: a log can hold what is nested too deeply to be written again. */
export function jsonText(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, null, indent) ?? "";
  } catch {
    return "(nested too deeply to be shown)";
  }
}
