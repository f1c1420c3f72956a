/** Pictures as data URLs, and how large they are. */

export interface Picture {
  readonly url: string;
  /** Pixels; null: it does not say. */
  readonly width: number | null;
}

/** Of a block's content, base64; null: that is no picture. */
export function pictureOf(type: "image/jpg" | "image/png", base64: string): Picture | null {
  const data = base64.replace(/\s+/g, "");
  const bytes = bytesOf(data);
  if (bytes === null || bytes.length === 0) return null;
  const mime = type === "image/png" ? "image/png" : "image/jpeg";
  return { url: `data:${mime};base64,${data}`, width: type === "image/png" ? pngWidth(bytes) : jpegWidth(bytes) };
}

/** Of a data URL that somebody else made; null where it is anything but a PNG or a JPEG. */
export function pictureOfUrl(url: string): Picture | null {
  const [, mime, data = ""] = /^data:image\/(png|jpeg);base64,(.*)$/s.exec(url) ?? [];
  return mime === undefined ? null : pictureOf(mime === "png" ? "image/png" : "image/jpg", data);
}

function bytesOf(base64: string): Uint8Array | null {
  if (!/^[\w+/]+={0,2}$/.test(base64) || base64.includes("_")) return null;
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Of IHDR, which is always first. */
function pngWidth(bytes: Uint8Array): number | null {
  if (bytes.length < 24 || bytes[1] !== 0x50 || bytes[12] !== 0x49) return null;
  return new DataView(bytes.buffer).getUint32(16);
}

/** Of the start of the frame, which comes after segments that say how long they are. */
function jpegWidth(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer);
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return view.getUint16(at + 7);
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
