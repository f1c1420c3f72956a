/** Reads JSON that a model wrote. What is nested without end is none: whatever walks it by recursion would break. */

const DEPTH = 200;

/** undefined where `text` is no JSON, or nested beyond sense. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether JSON `text` is nested deeper than anybody means it to be. Brackets within strings count for nothing. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    if (depth > DEPTH) return true;
  }
  return false;
}
