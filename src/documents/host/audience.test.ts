/** Pages that come and go at any moment show what is stored, whatever the order of events. */
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  ADA,
  BY_AGENT,
  BY_PERSON,
  CHAT,
  DOCUMENT,
  documentStage,
  IN_CHAT,
  IN_DOCUMENT,
  Listener,
  newBlock,
} from "../../../test/fakes/document-stage.ts";
import { settle } from "../../../test/fakes/manual-clock.ts";
import { PageMirror } from "../../../test/fakes/page-mirror.ts";
import type { OpenText } from "../document-host.ts";

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("write" as const), at: fc.nat(3), text: fc.string() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("begin" as const), inChat: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rewrite" as const), at: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("end" as const, "cut" as const), at: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("accept" as const, "revert" as const), at: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("connect" as const, "leave" as const), at: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("hold" as const, "release" as const, "settle" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("hold reads" as const, "release reads" as const) }) },
);

it("[DOC-12] a page that comes in the middle, goes and comes again shows what is stored: random orders of events", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const stage = await documentStage();
      const { host, clock, store, newId } = stage;
      const opened: Promise<OpenText | null>[] = [];
      const texts: OpenText[] = [];
      const blocks: string[] = [];
      const under: Promise<unknown>[] = [];
      const pages = new Map<number, Listener>();
      let gate: PromiseWithResolvers<void> | null = null;
      let reads: PromiseWithResolvers<void> | null = null;
      store.before = () => gate?.promise;
      store.afterRead = () => reads?.promise;
      const begin = (began: ReturnType<typeof host.begin>) => {
        const text = began.then((each) => ("open" in each ? each.open : null));
        opened.push(text);
        under.push(text.then((each) => each && texts.push(each)));
      };
      const execute = (type: "accept" | "revert", at: number) => {
        const block_id = blocks[at % blocks.length];
        if (block_id === undefined) return;
        for (const owner of [IN_DOCUMENT, IN_CHAT]) under.push(host.execute(owner, { type, block_id }, BY_PERSON));
      };
      for (const one of steps) {
        switch (one.do) {
          case "begin": {
            const block = newBlock(newId("block"));
            blocks.push(block.id);
            begin(host.begin(one.inChat ? IN_CHAT : IN_DOCUMENT, { type: "new", block }, BY_AGENT));
            break;
          }
          case "rewrite": {
            const block_id = blocks[one.at % blocks.length];
            const target = { type: "edit", block_id: block_id ?? "", base: 0 } as const;
            if (block_id !== undefined) begin(host.begin(IN_DOCUMENT, target, BY_AGENT));
            break;
          }
          case "write":
            texts.at(-1 - one.at)?.write(one.text);
            break;
          case "end":
          case "cut":
            under.push(texts.at(-1 - one.at)?.end(one.do === "end" ? "done" : "cut") ?? Promise.resolve());
            break;
          case "accept":
          case "revert":
            execute(one.do, one.at);
            break;
          case "connect": {
            const page = new Listener();
            const left = pages.get(one.at);
            if (left) host.audience.leave(left);
            pages.set(one.at, page);
            const wanted = { user_id: ADA.id, chat_id: CHAT.id, document_id: DOCUMENT.id };
            under.push(host.audience.open(page, wanted));
            break;
          }
          case "leave": {
            const page = pages.get(one.at);
            if (page) host.audience.leave(page);
            pages.delete(one.at);
            break;
          }
          case "time":
            await clock.advance(one.ms);
            break;
          case "hold":
            gate ??= Promise.withResolvers();
            break;
          case "release":
            gate?.resolve();
            gate = null;
            break;
          case "hold reads":
            reads ??= Promise.withResolvers();
            break;
          case "release reads":
            reads?.resolve();
            reads = null;
            break;
          case "settle":
            await settle();
        }
      }
      gate?.resolve();
      reads?.resolve();
      gate = reads = null;
      await Promise.all([...opened, ...under]);
      await host.settled();
      const stored = [...(await host.blocks(IN_CHAT)), ...(await host.blocks(IN_DOCUMENT))];
      for (const page of pages.values()) {
        const mirror = new PageMirror();
        for (const frame of page.frames) mirror.apply(frame);
        expect([...mirror.blocks.values()].toSorted(byId)).toEqual(stored.toSorted(byId));
      }
      await store.close();
    }),
    { numRuns: Number(process.env["LLM_CHAT_SEEDS"] ?? 150) },
  );
});

function byId(one: { block: { id: string } }, other: { block: { id: string } }): number {
  return one.block.id < other.block.id ? -1 : 1;
}
