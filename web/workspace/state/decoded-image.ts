/** Base64 to bytes, also of a text that is not complete. null: it is no base64. */
export function decoded(base64: string): Uint8Array<ArrayBuffer> | null {
  const bare = base64.replaceAll(/\s+/g, "").replace(/=+$/, "");
  const whole = bare.slice(0, bare.length - (bare.length % 4 === 1 ? 1 : 0));
  try {
    return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
