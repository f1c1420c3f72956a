/** A picture's base64 as an address, also where it is not complete. null: it is no base64. */
import type { BlockType } from "../../../src/documents/model.ts";

export function pictureUrl(type: Extract<BlockType, `image/${string}`>, base64: string): string | null {
  const bare = base64.replaceAll(/[\s=]+/g, "");
  if (bare === "" || !/^[\w+/]+$/.test(bare) || bare.includes("_")) return null;
  // What is left over of a group of four is no byte yet.
  const whole = bare.slice(0, bare.length - (bare.length % 4 === 1 ? 1 : 0));
  return `data:${type === "image/jpg" ? "image/jpeg" : type};base64,${whole}`;
}
