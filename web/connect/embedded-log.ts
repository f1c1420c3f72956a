/** The log inside an exported page: base64 of its gzipped bytes, in a script that no browser runs. */
export interface EmbeddedLog {
  readonly name: string;
  readonly blob: Blob;
}

/** A multiple of 4 characters: each piece of base64 is whole. */
const PIECE = 1024 * 1024;

/** null: none is there. Rejects where it is damaged. */
export async function embeddedLog(document: Document): Promise<EmbeddedLog | null> {
  const element = document.getElementById("llm-chat-log");
  if (element === null) return null;
  const name = element.getAttribute("data-name") ?? "conversation";
  const base64 = (element.textContent ?? "").replace(/\s/g, "");
  // Read by now: a long log need not be there twice.
  element.textContent = "";
  try {
    const gzip = new Blob(piecesOf(base64));
    return { name, blob: await new Response(gzip.stream().pipeThrough(new DecompressionStream("gzip"))).blob() };
  } catch {
    throw new Error(`The log in this page (${name}) is damaged: export it again.`);
  }
}

function piecesOf(base64: string): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < base64.length; start += PIECE) {
    pieces.push(Uint8Array.from(atob(base64.slice(start, start + PIECE)), (character) => character.charCodeAt(0)));
  }
  return pieces;
}
