/** Text that goes to people and logs: API keys out, one line, bounded. Server text is hostile and quotes keys back. */

const KEY_SHAPES: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|hf|AIza|nvapi|key)[-_][\w*.…-]{6,}/g,
  /\bAIza[\w-]{10,}/g,
  /\b(Bearer|Basic)\s+[^\s"',;]+/gi,
  /(?<=\/\/)[^\s/@]+@/g,
  // Vendors show a refused key half masked: `abcd****wxyz`.
  /\w*\*{3,}[\w*-]*/g,
];

/** `secrets` are known key values; anything that is shaped like a key goes too. */
export function redactKeys(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    // A shorter one is a placeholder, and a common word.
    if (secret.length >= 8) clean = clean.replaceAll(secret, "[redacted]");
  }
  for (const shape of KEY_SHAPES) clean = clean.replace(shape, "[redacted]");
  return clean;
}

/** No control or format characters, no line breaks, at most `limit` characters. */
export function oneLine(text: string, limit: number): string {
  const line = text
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .toWellFormed();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).toWellFormed()}…`;
}
