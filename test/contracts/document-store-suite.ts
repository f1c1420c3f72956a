/** What every `DocumentStore` must do. An implementation runs it with a factory of fresh, empty databases. */
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Change } from "../../src/documents/change.ts";
import type { BlockState, Owner, TextProposal } from "../../src/documents/model.ts";
import type { DocumentStore } from "../../src/documents/store/document-store.ts";
import type { StoreErrorCode } from "../../src/documents/store/store-error.ts";
import { Random } from "../interleavings/random.ts";
import { StoreModel } from "./store-model.ts";
import {
  aBlock,
  aChat,
  aDocument,
  aMove,
  aRevision,
  aText,
  aUser,
  inChat,
  inDocument,
} from "../fakes/document-samples.ts";

/** Opens one and the same database, as often as it is called. */
export type OpenStore = () => Promise<DocumentStore>;

/** NUL, U+001A, quotes and comments of SQL, backslashes, lone surrogates, marks, right-to-left, what looks like an escape. */
const HOSTILE = [
  "nul \0 and \u001a0000 and \u001a",
  `quotes ' " \` ; -- /* */ $1 ? :a @b {{x}} %s E'\\000'`,
  "high \ud83d alone, low \ude00 alone, reversed \ude00\ud83d",
  "👩🏽‍💻 e\u0301 \u202eright to left\u202c שלום \u2028\u2029 \ufeff",
  "\r\n\t tabs\r \\ back\\slash \\u0000",
  "",
];

export function describeDocumentStore(name: string, runs: boolean, freshDatabase: () => Promise<OpenStore>): void {
  describe.skipIf(!runs)(name, () => {
    const closing = (open: OpenStore) => async () => {
      const store = await open();
      onTestFinished(() => store.close());
      return store;
    };
    const fresh = async () => closing(await freshDatabase());
    const withDocument = async (...more: readonly Change[]) => {
      const open = await fresh();
      const store = await open();
      await store.write([...aUser("ann"), ...aDocument("d1", "ann"), ...aChat("c1", "ann", "d1"), ...more]);
      return { store, open };
    };

    describe("what was written", () => {
      it("[DOCSTORE-1] an empty database has nothing", async () => {
        const store = await (await fresh())();
        expect(await store.users()).toEqual([]);
        expect(await store.user("u")).toBeNull();
        expect(await store.userByName("u")).toBeNull();
        expect(await store.userByToken("u")).toBeNull();
        expect(await store.chat("c")).toBeNull();
        expect(await store.chats("u")).toEqual([]);
        expect(await store.document("d")).toBeNull();
        expect(await store.documents("u")).toEqual([]);
        expect(await store.blocks(inChat("c"))).toEqual([]);
        expect(await store.block("b")).toBeNull();
        expect(await store.revisions("b")).toEqual([]);
        expect(await store.write([])).toEqual({ gone: [] });
      });

      it("[DOCSTORE-1] is read as it was, in every field, by every open store", async () => {
        const user = { id: "ann", name: "Ann", created_at: 1_795_000_000_123 };
        const chat = { id: "c1", user_id: "ann", title: "Talk", document_id: "d1", created_at: 5, updated_at: 6 };
        const document = { id: "d1", user_id: "ann", title: "Plan", created_at: 7, updated_at: 8 };
        const block = {
          ...aBlock("b1", inDocument("d1"), "a1").block,
          ...{ type: "interactive_chart" as const, version: 3, current: '{"kind":"bar"}\na,b\n1,2\n', created_at: 9 },
          meta: { title: "T", role: "user" as const, actions: [{ tool: "add", block_id: "b0", label: "x" }] },
          author: { type: "agent" as const, model: "anthropic/claude", name: "Ada" },
        };
        const common = { block_id: "b1", author: { type: "user" as const, id: "ann", name: "Ann" } };
        const proposals = [
          { ...common, id: "p1", base: 0, created_at: 10, kind: "text" as const, content: "x", status: "cut" as const },
          { ...common, id: "p2", base: 3, created_at: 11, kind: "delete" as const },
          { ...common, id: "p3", base: 3, created_at: 12, kind: "move" as const, after: null },
          { ...common, id: "p4", base: 3, created_at: 13, kind: "move" as const, after: "b9" },
        ];
        const revision = { ...aRevision("r1", "b1", inDocument("d1")).revision, version: null };
        const open = await fresh();
        const store = await open();
        const written = await store.write([
          { type: "user_put", user, token_hash: "ab12" },
          { type: "document_put", document },
          { type: "chat_put", chat },
          { type: "block_put", block },
          ...proposals.map((proposal) => ({ type: "proposal_add" as const, proposal })),
          { type: "revision_add", revision },
        ]);
        expect(written).toEqual({ gone: [] });
        for (const each of [store, await open()]) {
          expect(await each.user("ann")).toStrictEqual(user);
          expect(await each.userByName("aNN")).toStrictEqual(user);
          expect(await each.userByToken("ab12")).toStrictEqual(user);
          expect(await each.chat("c1")).toStrictEqual(chat);
          expect(await each.chats("ann")).toStrictEqual([chat]);
          expect(await each.document("d1")).toStrictEqual(document);
          expect(await each.documents("ann")).toStrictEqual([document]);
          expect(await each.block("b1")).toStrictEqual({ block, proposals });
          expect(await each.blocks(inDocument("d1"))).toStrictEqual([{ block, proposals }]);
          expect(await each.revisions("b1")).toStrictEqual([revision]);
        }
      });

      it("[DOCSTORE-2] what is put again is changed, and keeps what belongs to it", async () => {
        const { store } = await withDocument(
          aBlock("b1", inDocument("d1"), "a1"),
          aText("p1", "b1"),
          aRevision("r1", "b1", inDocument("d1")),
        );
        const user = { id: "ann", name: "Anna", created_at: 2 };
        const chat = { id: "c1", user_id: "ann", title: "New", document_id: null, created_at: 3, updated_at: 4 };
        const document = { id: "d1", user_id: "ann", title: "New", created_at: 5, updated_at: 6 };
        const block = { ...aBlock("b1", inChat("c1"), "b7").block, version: 2, current: "now", meta: { title: "t" } };
        await store.write([
          { type: "user_put", user, token_hash: "other" },
          { type: "chat_put", chat },
          { type: "document_put", document },
          { type: "block_put", block },
        ]);
        expect(await store.users()).toEqual([user]);
        expect(await store.userByToken("other")).toEqual(user);
        expect(await store.chats("ann")).toEqual([chat]);
        expect(await store.documents("ann")).toEqual([document]);
        expect(await store.blocks(inDocument("d1"))).toEqual([]);
        expect(await store.blocks(inChat("c1"))).toEqual([{ block, proposals: [aText("p1", "b1").proposal] }]);
        expect(await store.revisions("b1")).toHaveLength(1);
      });

      it("[DOCSTORE-3] names are one name in any case, and what must be there once is there once", async () => {
        const { store } = await withDocument();
        const put = (id: string, name: string, token_hash: string | null) =>
          store.write([{ type: "user_put", user: { id, name, created_at: 1 }, token_hash }]);
        await put("bob", "Bob", "t1");
        await put("cy", "Cy", null);
        await expect(put("x", "BOB", null)).rejects.toMatchObject({ code: "taken" });
        await expect(put("x", "Xia", "t1")).rejects.toMatchObject({ code: "taken" });
        await expect(store.write([...aDocument("d2", "nobody")])).rejects.toMatchObject({ code: "missing" });
        expect((await store.users()).map(({ id }) => id)).toEqual(["ann", "bob", "cy"]);
        expect(await store.userByName("ＢＯＢ")).toMatchObject({ id: "bob" });
      });
    });

    describe("order", () => {
      it("[DOCSTORE-4] users by name, chats and documents the newest first", async () => {
        const store = await (await fresh())();
        await store.write([
          ...["zoe", "Émile", "ann", "Bob"].flatMap((each) => aUser(each)),
          ...["d1", "d2", "d3"].flatMap((id, index) => aDocument(id, "ann", [20, 30, 10][index])),
          ...["c1", "c2", "c3"].flatMap((id, index) => aChat(id, "ann", null, [20, 30, 10][index])),
          ...aChat("other", "Bob", null, 99),
        ]);
        expect((await store.users()).map((user) => user.name)).toEqual(["ann", "Bob", "zoe", "Émile"]);
        expect((await store.documents("ann")).map(({ id }) => id)).toEqual(["d2", "d1", "d3"]);
        expect((await store.chats("ann")).map(({ id }) => id)).toEqual(["c2", "c1", "c3"]);
      });

      it("[DOCSTORE-4] blocks by the code units of their position, whatever the language of the database", async () => {
        const positions = ["Zz", "a0", "a0G", "a0V", "a1", "aA", "aa", "b00", "b0A", "b0a"];
        const shuffled = [6, 2, 9, 0, 4, 8, 1, 5, 3, 7].map((index) => positions[index] ?? "");
        const { store } = await withDocument(
          ...shuffled.map((position) => aBlock(`b-${position}`, inDocument("d1"), position)),
        );
        const blocks = await store.blocks(inDocument("d1"));
        expect(blocks.map(({ block }) => block.position)).toEqual(positions);
      });

      it("[DOCSTORE-4] proposals the oldest first, revisions the newest first, also those of one millisecond", async () => {
        const { store } = await withDocument(aBlock("b1", inDocument("d1"), "a1"));
        const ids = ["z", "a", "m", "0", "k"];
        await store.write(ids.map((id) => aText(id, "b1")));
        await store.write(ids.map((id) => aRevision(id, "b1", inDocument("d1"))));
        expect((await store.block("b1"))?.proposals.map(({ id }) => id)).toEqual(ids);
        expect((await store.revisions("b1")).map(({ id }) => id)).toEqual(ids.toReversed());
      });
    });

    describe("what is dropped", () => {
      const all: readonly Change[] = [
        aBlock("b1", inDocument("d1"), "a1"),
        aBlock("b2", inDocument("d1"), "a2"),
        aBlock("m1", inChat("c1"), "a1"),
        aText("p1", "b1"),
        { type: "append", proposal_id: "p1", text: "more" },
        aMove("p2", "b1", "b2"),
        aRevision("r1", "b1", inDocument("d1")),
        aRevision("r2", "gone", inDocument("d1")),
        aRevision("r3", "m1", inChat("c1")),
      ];

      it("[DOCSTORE-5] a block goes with its proposals, its revisions stay", async () => {
        const { store } = await withDocument(...all);
        await store.write([{ type: "block_drop", block_id: "b1" }]);
        expect(await store.block("b1")).toBeNull();
        expect(await idsIn(store, inDocument("d1"))).toEqual(["b2"]);
        expect(await store.revisions("b1")).toHaveLength(1);
        expect(await store.write([{ type: "append", proposal_id: "p1", text: "x" }])).toEqual({ gone: ["p1"] });
        // Its ids are free again, and nothing of it comes back.
        await store.write([aBlock("b1", inDocument("d1"), "a1"), aText("p1", "b1")]);
        expect(await textsOf(store, "b1")).toEqual(["p1 "]);
      });

      it("[DOCSTORE-5] a document goes with its blocks and all revisions, its chats stay without one", async () => {
        const { store } = await withDocument(...all);
        await store.write([{ type: "document_drop", document_id: "d1" }]);
        expect(await store.document("d1")).toBeNull();
        expect(await store.block("b1")).toBeNull();
        expect(await store.revisions("b1")).toEqual([]);
        expect(await store.revisions("gone")).toEqual([]);
        expect(await store.chats("ann")).toMatchObject([{ id: "c1", document_id: null }]);
        expect(await idsIn(store, inChat("c1"))).toEqual(["m1"]);
      });

      it("[DOCSTORE-5] a chat goes with its blocks, its document stays", async () => {
        const { store } = await withDocument(...all);
        await store.write([{ type: "chat_drop", chat_id: "c1" }]);
        expect(await store.chats("ann")).toEqual([]);
        expect(await store.block("m1")).toBeNull();
        expect(await store.revisions("m1")).toEqual([]);
        expect(await idsIn(store, inDocument("d1"))).toEqual(["b1", "b2"]);
      });

      it("[DOCSTORE-5] a user goes with all there is, and with nothing of others", async () => {
        const { store } = await withDocument(...all, ...aUser("bob"), ...aDocument("d2", "bob"));
        await store.write([aBlock("o1", inDocument("d2"), "a1"), { type: "user_drop", user_id: "ann" }]);
        expect((await store.users()).map(({ id }) => id)).toEqual(["bob"]);
        expect([await store.document("d1"), await store.chat("c1"), await store.block("b1")]).toEqual([
          null,
          null,
          null,
        ]);
        expect(await store.revisions("b1")).toEqual([]);
        expect(await idsIn(store, inDocument("d2"))).toEqual(["o1"]);
      });

      it("[DOCSTORE-5] a proposal goes alone, and what is not there goes without a word", async () => {
        const { store } = await withDocument(...all);
        await store.write([
          { type: "proposal_drop", proposal_id: "p1" },
          ...([
            { type: "proposal_drop", proposal_id: "no" },
            { type: "proposal_status", proposal_id: "no", status: "done" },
            { type: "block_drop", block_id: "no" },
            { type: "chat_drop", chat_id: "no" },
            { type: "document_drop", document_id: "no" },
            { type: "user_drop", user_id: "no" },
          ] as const),
        ]);
        expect((await store.block("b1"))?.proposals.map(({ id }) => id)).toEqual(["p2"]);
      });
    });

    describe("a batch", () => {
      it.each<[string, Change, StoreErrorCode]>([
        ["a block of a document that is not there", aBlock("b9", inDocument("no"), "a1"), "missing"],
        ["a proposal of a block that is not there", aText("p9", "no"), "missing"],
        ["a proposal that is there already", aText("p1", "b1"), "taken"],
        ["a user with a name that is taken", aUser("ANN", "x")[0], "taken"],
      ])("[DOCSTORE-6] leaves nothing where one change fails: %s", async (_, failing, code) => {
        const { store, open } = await withDocument(aBlock("b1", inDocument("d1"), "a1"), aText("p1", "b1"));
        const before = await store.blocks(inDocument("d1"));
        const batch: Change[] = [
          { type: "append", proposal_id: "p1", text: "lost" },
          aText("p2", "b1"),
          { type: "proposal_status", proposal_id: "p1", status: "done" },
          aBlock("b2", inDocument("d1"), "a2"),
          failing,
          ...aUser("zoe"),
        ];
        await expect(store.write(batch)).rejects.toMatchObject({ code });
        for (const each of [store, await open()]) {
          expect(await each.blocks(inDocument("d1"))).toEqual(before);
          expect(await each.user("zoe")).toBeNull();
        }
        // And the store goes on.
        await store.write([aBlock("b2", inDocument("d1"), "a2")]);
        expect(await idsIn(store, inDocument("d1"))).toEqual(["b1", "b2"]);
      });

      it("[DOCSTORE-6] is written in its order", async () => {
        const { store } = await withDocument(
          aBlock("b1", inDocument("d1"), "a1"),
          aText("p1", "b1"),
          { type: "append", proposal_id: "p1", text: "1" },
          { type: "proposal_drop", proposal_id: "p1" },
          aText("p1", "b1"),
          { type: "append", proposal_id: "p1", text: "2" },
          { type: "proposal_status", proposal_id: "p1", status: "cut" },
          { type: "append", proposal_id: "p1", text: "3" },
          { type: "proposal_status", proposal_id: "p1", status: "streaming" },
          { type: "append", proposal_id: "p1", text: "4" },
        );
        expect(await textsOf(store, "b1")).toEqual(["p1 234"]);
      });

      it("[EDIT-32] is written where its blocks are as it expects, else nothing of it is", async () => {
        const { store } = await withDocument(
          ...[aBlock("b1", inDocument("d1"), "a1"), aText("p2", "b1"), aText("p1", "b1")],
          aBlock("b2", inDocument("d1"), "a2"),
        );
        const version = (await store.block("b1"))?.block.version ?? null;
        const expects = (block_id: string, of: number | null, ...proposals: string[]) =>
          ({ type: "expect", block_id, version: of, proposals }) as const;
        const wrong = [
          expects("b1", (version ?? 0) + 1, "p2", "p1"),
          expects("b1", version, "p2"),
          expects("b1", version, "p1", "p2"),
          expects("b1", null),
          expects("b3", 0),
          expects("b2", version, "p1"),
        ];
        const before = await store.blocks(inDocument("d1"));
        const change = { type: "append", proposal_id: "p1", text: "1" } as const;
        const right = [expects("b1", version, "p2", "p1"), expects("b2", version), expects("b3", null)];
        for (const each of wrong) {
          expect(await store.write([change, ...right, each])).toEqual({ gone: [], stale: true });
        }
        expect(await store.blocks(inDocument("d1"))).toEqual(before);
        expect(await store.write([...right, change])).toEqual({ gone: [] });
        expect(await textsOf(store, "b1")).toContain("p1 1");
        const many = Array.from({ length: 1_200 }, (_, index) => expects(`x${index}`, null));
        expect(await store.write([...many, ...right])).toEqual({ gone: [] });
        expect(await store.write([...many, expects("b1", null)])).toEqual({ gone: [], stale: true });
      });
    });

    describe("any changes", () => {
      it.each([1, 2, 3, 4, 5])("[DOCSTORE-21] leave the blocks that the core makes of them, seed %i", async (seed) => {
        const { store } = await withDocument();
        const random = new Random(seed);
        const model = new StoreModel(random);
        for (let batch = 0; batch < 25; batch++) {
          await store.write(Array.from({ length: 1 + random.below(25) }, () => model.next()));
          expect(await store.blocks(inDocument("d1"))).toEqual(model.blocks);
        }
      });
    });

    describe("appended text", () => {
      const texts = [aBlock("b1", inDocument("d1"), "a1"), ...["p1", "p2", "p3"].map((id) => aText(id, "b1"))];

      it("[DOCSTORE-7] of several proposals at once is each in its order, at any moment, after each status", async () => {
        const { store, open } = await withDocument(...texts);
        const expected: Record<string, string> = { p1: "p1 ", p2: "p2 ", p3: "p3 " };
        for (let batch = 0; batch < 20; batch++) {
          const changes = Array.from({ length: 30 }, (_, index): Change => {
            const proposal_id = `p${1 + ((batch * 7 + index * index) % 3)}`;
            const text = `${batch}.${index} `;
            expected[proposal_id] += text;
            return { type: "append", proposal_id, text };
          });
          const status = (["cut", "streaming", "done"] as const)[batch % 3] ?? "done";
          await store.write([...changes, { type: "proposal_status", proposal_id: "p2", status }]);
          const state = await store.block("b1");
          expect(contentsOf(state)).toEqual(expected);
          expect(state?.proposals[1]).toMatchObject({ status });
        }
        expect(contentsOf(await (await open()).block("b1"))).toEqual(expected);
      });

      it("[DOCSTORE-7] two thousand appends are one batch", async () => {
        const { store } = await withDocument(...texts);
        const pieces = Array.from({ length: 2_000 }, (_, index) => `${index},`);
        await store.write(pieces.map((text) => ({ type: "append", proposal_id: "p1", text })));
        expect(contentsOf(await store.block("b1"))).toEqual({ p1: `p1 ${pieces.join("")}`, p2: "p2 ", p3: "p3 " });
      });

      it("[DOCSTORE-8] for a proposal that is gone is named, and the rest of the batch is written", async () => {
        const { store } = await withDocument(...texts, aMove("p4", "b1", null));
        const written = await store.write([
          { type: "append", proposal_id: "p1", text: "a" },
          { type: "append", proposal_id: "gone", text: "b" },
          { type: "append", proposal_id: "gone", text: "c" },
          { type: "proposal_drop", proposal_id: "p2" },
          { type: "append", proposal_id: "p2", text: "d" },
          { type: "append", proposal_id: "p3", text: "e" },
          // No text is there to write on.
          { type: "append", proposal_id: "p4", text: "f" },
          { type: "append", proposal_id: "nothing", text: "" },
        ]);
        expect(written.gone.toSorted()).toEqual(["gone", "nothing", "p2", "p4"]);
        expect(contentsOf(await store.block("b1"))).toEqual({ p1: "p1 a", p3: "p3 e" });
      });
    });

    describe("any text", () => {
      it("[DOCSTORE-9] comes back as it was, wherever it stands", async () => {
        const { store, open } = await withDocument(aBlock("b0", inDocument("d1"), "a0"));
        for (const [index, text] of HOSTILE.entries()) {
          const owner = inDocument("d1");
          const author = { type: "agent" as const, model: text, name: text };
          const block = {
            ...aBlock(`b${index + 1}`, owner, `b${index}`).block,
            current: text,
            meta: { title: text },
            author,
          };
          const proposal = { ...aText(`p${index}`, block.id).proposal, content: text, author };
          await store.write([
            { type: "user_put", user: { id: `u${index}`, name: text, created_at: 1 }, token_hash: null },
            { type: "chat_put", chat: { ...aChat(`t${index}`, "ann", null)[0].chat, title: text } },
            { type: "block_put", block },
            { type: "proposal_add", proposal },
            { type: "append", proposal_id: proposal.id, text },
            {
              type: "revision_add",
              revision: { ...aRevision(`r${index}`, block.id, owner).revision, content: text, author },
            },
          ]);
          for (const each of [store, await open()]) {
            expect(await each.block(block.id)).toStrictEqual({
              block,
              proposals: [{ ...proposal, content: text + text }],
            });
            expect(await each.revisions(block.id)).toMatchObject([{ content: text, author }]);
            expect(await each.chat(`t${index}`)).toMatchObject({ title: text });
            expect(await each.userByName(text)).toMatchObject({ id: `u${index}`, name: text });
          }
        }
      });

      it("[DOCSTORE-9] can be asked for by any words, and is found by none of them", async () => {
        const { store } = await withDocument();
        for (const text of HOSTILE) {
          expect([await store.user(text), await store.userByToken(text), await store.chat(text)]).toEqual([
            null,
            null,
            null,
          ]);
          expect([await store.blocks(inChat(text)), await store.block(text)]).toEqual([[], null]);
          expect(await store.write([{ type: "append", proposal_id: text, text }])).toEqual({ gone: [text] });
        }
      });

      it("[DOCSTORE-9] may be appended in pieces that end anywhere, inside a pair of surrogates too", async () => {
        const { store } = await withDocument(aBlock("b1", inDocument("d1"), "a1"));
        const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x1a, 0x30, 0xd83d, 0xde00));
        const piece = fc.array(unit, { maxLength: 6 }).map((units) => String.fromCharCode(...units));
        let runs = 0;
        const pieces = fc.array(piece, { maxLength: 8 });
        await fc.assert(
          fc.asyncProperty(pieces, async (all) => {
            const id = `p${++runs}`;
            await store.write([
              aText(id, "b1"),
              ...all.map((text): Change => ({ type: "append", proposal_id: id, text })),
              { type: "proposal_status", proposal_id: id, status: runs % 2 ? "done" : "streaming" },
            ]);
            expect(contentsOf(await store.block("b1"))).toEqual({ [id]: `${id} ${all.join("")}` });
            await store.write([{ type: "proposal_drop", proposal_id: id }]);
          }),
          { numRuns: 60, seed: 5 },
        );
      });

      it("[DOCSTORE-9] of two million characters is one text", async () => {
        const text = "0123456789 äöü 漢字 👩🏽\n".repeat(80_000);
        const block = { ...aBlock("b1", inDocument("d1"), "a1").block, current: text };
        const { store } = await withDocument({ type: "block_put", block }, aText("p1", "b1"), {
          type: "append",
          proposal_id: "p1",
          text,
        });
        const state = await store.block("b1");
        expect(state?.block.current === text).toBe(true);
        expect(contentsOf(state)["p1"] === `p1 ${text}`).toBe(true);
      });
    });

    describe("several stores on one database", () => {
      it("[DOCSTORE-10] write at the same time: nothing is lost, nothing comes between", async () => {
        const { open } = await withDocument(aBlock("b1", inDocument("d1"), "a1"));
        const writers = await Promise.all(
          ["x", "y", "z"].map(async (id) => {
            const store = await open();
            await store.write([aText(id, "b1")]);
            return { store, id };
          }),
        );
        const batch = (id: string, index: number): Change[] => [
          { type: "append", proposal_id: id, text: `${index}:` },
          { type: "append", proposal_id: id, text: `${index} ` },
          aBlock(`${id}${index}`, inDocument("d1"), `b${id}${index}`),
        ];
        await Promise.all(
          writers.map(async ({ store, id }) => {
            for (let index = 0; index < 25; index++) expect(await store.write(batch(id, index))).toEqual({ gone: [] });
          }),
        );
        const said = Array.from({ length: 25 }, (_, index) => `${index}:${index} `).join("");
        for (const { store } of writers) {
          expect(contentsOf(await store.block("b1"))).toEqual({ x: `x ${said}`, y: `y ${said}`, z: `z ${said}` });
          expect(await store.blocks(inDocument("d1"))).toHaveLength(76);
        }
      });

      it("[DOCSTORE-22] know whether they are alone, until the others are closed", async () => {
        const open = await freshDatabase();
        const [one, other] = [await open(), await open()];
        onTestFinished(() => one.close());
        expect([await one.isAlone(), await other.isAlone(), await one.isAlone()]).toEqual([false, false, false]);
        await other.close();
        await expect.poll(() => one.isAlone()).toBe(true);
      });

      it("[DOCSTORE-10] write to one text: each append is there once", async () => {
        const { store, open } = await withDocument(aBlock("b1", inDocument("d1"), "a1"), aText("p1", "b1"));
        const other = await open();
        const write = async (writer: DocumentStore, mark: string) => {
          for (let index = 0; index < 20; index++) {
            const append: Change = { type: "append", proposal_id: "p1", text: mark };
            await writer.write([append, { type: "proposal_status", proposal_id: "p1", status: "cut" }, append]);
          }
        };
        await Promise.all([write(store, "x"), write(other, "y")]);
        const { p1 = "" } = contentsOf(await store.block("b1"));
        expect(p1.replaceAll("x", "")).toBe(`p1 ${"y".repeat(40)}`);
        expect(p1).toHaveLength(83);
      });

      it("[DOCSTORE-10] want the same texts in another order: they do not wait for each other for ever", async () => {
        const ids = ["p1", "p2", "p3"];
        const texts = ids.map((id) => aText(id, "b1"));
        const { store, open } = await withDocument(aBlock("b1", inDocument("d1"), "a1"), ...texts);
        const write = async (writer: DocumentStore, order: readonly string[]) => {
          for (let index = 0; index < 4; index++) {
            await writer.write(
              order.flatMap((proposal_id): Change[] => [
                { type: "proposal_status", proposal_id, status: "cut" },
                { type: "append", proposal_id, text: "." },
              ]),
            );
          }
        };
        await Promise.all([write(store, ids), write(await open(), ids.toReversed())]);
        expect(contentsOf(await store.block("b1"))).toEqual({
          p1: "p1 ........",
          p2: "p2 ........",
          p3: "p3 ........",
        });
      });

      it("[DOCSTORE-1] are closed each by itself, and twice is once", async () => {
        const { store, open } = await withDocument();
        const other = await open();
        await other.close();
        await other.close();
        await expect(other.users()).rejects.toThrow(/closed|destroyed/);
        expect(await store.users()).toHaveLength(1);
      });

      it("[DOCSTORE-11] who reads sees one moment: a text that is folded meanwhile is read once and whole", async () => {
        const { store, open } = await withDocument(aBlock("b1", inDocument("d1"), "a1"), aText("p1", "b1"));
        const other = await open();
        let written = "p1 ";
        const moment = { ended: false };
        const write = async () => {
          for (let index = 0; index < 60; index++) {
            written += `${index} `;
            await store.write([
              { type: "append", proposal_id: "p1", text: `${index} ` },
              ...(index % 3 === 0 ? [{ type: "proposal_status", proposal_id: "p1", status: "cut" } as const] : []),
            ]);
          }
          moment.ended = true;
        };
        const read = async (reader: DocumentStore) => {
          let longest = 0;
          while (!moment.ended) {
            const before = written;
            const { p1 = "" } = contentsOf(await reader.block("b1"));
            expect(written.startsWith(p1), p1).toBe(true);
            // What was acknowledged before is there.
            expect(p1.length).toBeGreaterThanOrEqual(Math.max(longest, before.lastIndexOf(" ", before.length - 2) + 1));
            longest = p1.length;
          }
        };
        await Promise.all([write(), read(store), read(other)]);
      });

      it("[DOCSTORE-12] start on an empty database at the same time", async () => {
        const open = await fresh();
        const stores = await Promise.all([open(), open(), open(), open()]);
        for (const [index, store] of stores.entries()) await store.write(aUser(`user${index}`));
        for (const store of stores) expect(await store.users()).toHaveLength(4);
      });
    });
  });
}

async function idsIn(store: DocumentStore, owner: Owner): Promise<readonly string[]> {
  return (await store.blocks(owner)).map(({ block }) => block.id);
}

async function textsOf(store: DocumentStore, blockId: string): Promise<readonly string[]> {
  return Object.values(contentsOf(await store.block(blockId)));
}

function contentsOf(state: BlockState | null): Record<string, string> {
  const texts = state?.proposals.filter((each): each is TextProposal => each.kind === "text") ?? [];
  return Object.fromEntries(texts.map(({ id, content }) => [id, content]));
}
