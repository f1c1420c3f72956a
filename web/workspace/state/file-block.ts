/** A file that a person drops on the document, as a block: a picture, a text, a table. */
import type { BlockMeta, BlockType } from "../../../src/documents/model.ts";
import { LIMITS } from "../../../src/documents/wire.ts";
import { nameText } from "../../state/display-text.ts";
import { pictureOf } from "./picture-file.ts";

export interface FileBlock {
  readonly type: BlockType;
  readonly content: string;
  readonly meta: BlockMeta;
}

const TEXT = /\.(?:md|markdown|txt)$/i;
const TABLE = /\.csv$/i;

export async function fileBlock(file: File): Promise<FileBlock | { readonly problem: string }> {
  const isTable = TABLE.test(file.name);
  if (!isTable && !TEXT.test(file.name)) return pictureOf(file);
  const content = (await file.text()).replaceAll("\r\n", "\n");
  const name = nameText(file.name);
  if (content.trim() === "") return { problem: `${name} is empty.` };
  if (content.length > LIMITS.block) return { problem: `${name} is longer than a block may be; add a part of it.` };
  return isTable
    ? { type: "csv", content, meta: { title: nameText(file.name.replace(TABLE, "")) } }
    : { type: "md", content, meta: {} };
}
