/** A file of a person as a block: PNG and JPEG as they are, where they are small enough; what else a browser can draw becomes a JPEG. */
import type { BlockMeta } from "../../../src/documents/model.ts";
import { LIMITS } from "../../../src/documents/wire.ts";
import { nameText } from "../../state/display-text.ts";

export interface Picture {
  readonly type: "image/png" | "image/jpg";
  /** Base64. */
  readonly content: string;
  readonly meta: BlockMeta;
}

const WIDEST = 1_600;

export async function pictureOf(file: File): Promise<Picture | { readonly problem: string }> {
  const meta: BlockMeta = { title: nameText(file.name.replace(/\.\w+$/, "")) };
  const isKnown = file.type === "image/png" || file.type === "image/jpeg";
  if (isKnown && (file.size * 4) / 3 < LIMITS.block * 0.9) {
    return { type: file.type === "image/png" ? "image/png" : "image/jpg", content: await base64Of(file), meta };
  }
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / bitmap.width);
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const content = await base64Of(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 }));
    return content.length > LIMITS.block
      ? { problem: "The picture is too large." }
      : { type: "image/jpg", content, meta };
  } catch {
    return {
      problem: `${nameText(file.name)} cannot be added: pictures (PNG, JPEG, WebP, GIF), text (md, txt) and tables (csv) can.`,
    };
  }
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const parts: string[] = [];
  for (let index = 0; index < bytes.length; index += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(index, index + 0x8000)));
  }
  return btoa(parts.join(""));
}
