/** A call's arguments as an object, for wires and servers that take nothing else. */

/** What is not the JSON of an object is handed over as `{malformed: text}`: the model sees what it wrote. */
export function argumentsObject(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through: told apart below.
  }
  return { malformed: text };
}

/** The text itself where it is the JSON of an object, else the JSON of the object that stands for it. */
export function argumentsText(text: string): string {
  const value = argumentsObject(text);
  return "malformed" in value && value["malformed"] === text ? JSON.stringify(value) : text.trim() === "" ? "{}" : text;
}
