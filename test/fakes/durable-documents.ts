/**
 * Documents on disk as a process of its own, to be killed: `node durable-documents.ts DIRECTORY PORT`. Every message is
 * answered until it is paused, with text in the chat and in three blocks of the document at a time. It says `ready` on stdout
 * when it takes requests, and everything that is no good on stderr.
 */
import { setTimeout as pause } from "node:timers/promises";
import { serveRooms } from "../../src/chatroom/server/index.ts";
import { systemClock } from "../../src/chatroom/clock.ts";
import type { Began } from "../../src/documents/document-host.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { randomId } from "../../src/documents/ids.ts";
import type { CreateAnswerer } from "../../src/documents/processor/answerer.ts";
import { DocumentServer } from "../../src/documents/server/document-server.ts";
import { WorkspaceFiles } from "../../src/documents/server/workspace-files.ts";
import { openDocumentStore } from "../../src/documents/store/open-document-store.ts";
import { localUser } from "../../src/documents/users.ts";
import { scriptedModels } from "./scripted-answerer.ts";
import { serveOptions } from "./serve-options.ts";

const [directory = "", port = ""] = process.argv.slice(2);
const log = (line: string) => void process.stderr.write(`${line}\n`);
const WORDS = ["gold ", "is ", "old, ", "ü", "😀", "\n\n", "| a | b |\n", "“", "x".repeat(300)];

const createAnswerer: CreateAnswerer = () => ({
  async answer({ answer, document, penOf, signal }) {
    const pen = penOf({ type: "agent", model: "scripted/test" });
    const texts = [answer];
    const keep = (began: Began) => "open" in began && texts.push(began.open);
    if (document) {
      const owner = { type: "document", document_id: document.id } as const;
      const [first] = await pen.blocks(owner);
      const block = () => ({ id: pen.newId("block"), type: "md", meta: {}, place: "end" }) as const;
      keep(await pen.begin(owner, { type: "new", block: block() }));
      keep(await pen.begin(owner, { type: "new", block: block() }));
      if (first) {
        const { id, version } = first.block;
        keep(await pen.begin(owner, { type: "edit", block_id: id, base: version }));
      }
    }
    for (let count = 0; !signal.aborted; count++) {
      for (const text of texts) text.write(WORDS[Math.floor(Math.random() * WORDS.length)] ?? "");
      // Text comes alone, in bursts, and with a pause in between.
      if (count % 7 !== 0) await pause(Math.random() * 4);
      if (count % 40 === 39) await texts.at(-1)?.end("done");
    }
    return { reason: "stopped" };
  },
});

const store = await openDocumentStore({ database: null, dir: directory });
const documents = openDocuments({
  ...{ store, clock: systemClock, newId: randomId, models: scriptedModels, createAnswerer, log },
});
const beside = new DocumentServer({
  ...{ documents, log, rate: 0, viewerUrl: () => null, files: await WorkspaceFiles.open(directory) },
  userOf: () => localUser(store, {}, Date.now()),
});
const server = await serveRooms(serveOptions({ port: Number(port), beside, log }));
process.once("SIGTERM", () => void server.close());
process.stdout.write("ready\n");
