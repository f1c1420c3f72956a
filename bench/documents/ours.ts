/** Documents as `llm-chat serve` has them, in a file; every message is answered by a stream without an end. */
import { systemClock } from "../../src/chatroom/clock.ts";
import { MemoryStore } from "../../src/chatroom/journal/room-store.ts";
import { serveRooms } from "../../src/chatroom/server/serve.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { randomId } from "../../src/documents/ids.ts";
import { DocumentServer } from "../../src/documents/server/document-server.ts";
import { WorkspaceFiles } from "../../src/documents/server/workspace-files.ts";
import { openDocumentStore } from "../../src/documents/store/open-document-store.ts";
import { localUser } from "../../src/documents/users.ts";
import { answerParent } from "../support/child.ts";
import { ScriptedProvider } from "../../test/fakes/scripted-provider.ts";
import { stream, usage } from "./token.ts";

const [, , dir = ""] = process.argv;
const log = (line: string) => void process.stderr.write(`${line}\n`);
const store = await openDocumentStore({ database: null, dir });
const documents = openDocuments({
  ...{ store, clock: systemClock, newId: randomId, log },
  models: {
    usual: "bench/model",
    list: () => Promise.resolve([]),
    open: (id) => Promise.resolve({ id, provider: new ScriptedProvider([]), price: null, contextWindow: null }),
  },
  createAnswerer: () => ({
    async answer({ answer, signal }) {
      await stream((token) => answer.write(token), signal);
      return { reason: "stopped" };
    },
  }),
});
const files = await WorkspaceFiles.open(dir);
const userOf = () => localUser(store, {}, Date.now());
const beside = new DocumentServer({ documents, userOf, log, rate: 0, viewerUrl: () => null, files });
const server = await serveRooms({
  ...{ host: "127.0.0.1", port: 0, auth: "open", token: null, secret: Buffer.alloc(32, 1), store: new MemoryStore() },
  ...{ clock: systemClock, floor: "open", rate: 0, allowOrigins: [], allowHosts: [], version: "bench", log, beside },
});
answerParent(server.url, usage);
