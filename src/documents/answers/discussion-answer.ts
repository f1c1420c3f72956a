/** Several models: they discuss the task in a room, each message is a block of the chat, and who holds a pen writes. */
import type { Clock } from "../../chatroom/clock.ts";
import type { AnswerEnd, OpenModel, Task } from "../processor/answerer.ts";
import type { Owner } from "../model.ts";
import { Desk, type DeskOptions } from "../tools/desk.ts";
import { DocumentTools } from "../tools/document-tools.ts";
import { AnswerText } from "./answer-text.ts";
import { charactersFor, contextOf, personOf, renderDocument } from "./context.ts";
import type { Discuss, Discussant, Discussion, DiscussionEnd } from "./discuss.ts";
import { discussionInstruction } from "./discussion-prompt.ts";
import { DocumentEar } from "./document-ear.ts";
import { DoneActions } from "./done-actions.ts";
import { failed, sentence } from "./failure-words.ts";
import { isUnnamed } from "./is-unnamed.ts";

/** How often the person's messages are brought into the room, ms. */
const LISTEN_MS = 250;

interface Penholder {
  readonly desk: Desk;
  readonly tools: DocumentTools;
  readonly ear: DocumentEar;
}

export async function answerTogether(
  task: Task,
  models: readonly OpenModel[],
  discuss: Discuss,
  clock: Clock,
): Promise<AnswerEnd> {
  const { chat, answer, mode, signal } = task;
  const document = mode === "agent" ? task.document : null;
  const owner: Owner = { type: "chat", chat_id: chat.id };
  const own = task.penOf({ type: "agent", model: models.map(({ id }) => id).join(", ") });
  const chatBlocks = await own.blocks(owner);
  const actions = new DoneActions(own, owner, answer.block_id, chatBlocks);
  const holders: Penholder[] = [];
  const blocks = task.document && (await own.blocks({ type: "document", document_id: task.document.id }));
  const window = Math.min(...models.map(({ contextWindow }) => contextWindow ?? Infinity));
  const said = new Said(task, owner);
  const discussion = await discuss({
    models,
    topic: task.prompt,
    person: personOf(task),
    instructionFor: (discussant, all) =>
      discussionInstruction({
        discussant,
        holders: document ? holdersOf(task, all) : null,
        person: personOf(task),
        context: contextOf({
          task,
          chat: chatBlocks,
          blocks,
          contextWindow: Number.isFinite(window) ? window : null,
        }),
      }),
    toolsFor: (discussant, all) => {
      if (!document || !holdersOf(task, all).includes(discussant)) return null;
      const desk = { document, isUnnamed: isUnnamed(document, chatBlocks) };
      const holder = penholder(task, desk, discussant, actions);
      // What it is told first.
      for (const { block } of blocks ?? []) holder.desk.reading.tell(block);
      holders.push(holder);
      return holder.tools;
    },
    onMessage: (discussant, content) => said.add(discussant, content),
  });
  const { room, log, discussants } = discussion;
  const text = new AnswerText(answer);
  text.say(opening(discussion, document ? holdersOf(task, discussants) : null));
  // Where the database fails the room is closed all the same.
  const described = own.execute(owner, { type: "describe", block_id: answer.block_id, meta: { room, log } });
  const stopListening = listen(task, discussion, clock);
  const end = await runToEnd(discussion, signal, async () => {
    stopListening();
    for (const { ear, tools } of holders) {
      ear.close();
      await tools.close();
    }
    await Promise.all([described.catch(() => {}), said.settled(), actions.settled()]);
  });
  if (signal.aborted) return { reason: "stopped" };
  if (end.reason === "agents_failed") return failed(`Nobody could go on. ${failuresOf(end)}`);
  await said.close(own.author, `The discussion is over: ${end.because}. ${failuresOf(end)}`.trim());
  return { reason: "done" };
}

async function runToEnd(
  discussion: Discussion,
  signal: AbortSignal,
  close: () => Promise<void>,
): Promise<DiscussionEnd> {
  try {
    return await discussion.run(signal);
  } finally {
    await close();
  }
}

function penholder(
  task: Task,
  of: Pick<DeskOptions, "document" | "isUnnamed">,
  { model, name }: Discussant,
  actions: DoneActions,
): Penholder {
  const pen = task.penOf({ type: "agent", model: model.id, name });
  const desk = new Desk({
    pen,
    ...of,
    onAction: ({ label, ...action }) => actions.add({ ...action, label: `${name}: ${label}` }),
  });
  // What the person says is said in the room.
  const ear = new DocumentEar({
    person: personOf(task),
    takeMessages: () => [],
    document: { pen, id: of.document.id, reading: desk.reading },
  });
  const recall = async () => {
    const now = renderDocument(of.document, await desk.blocks(), charactersFor(model.contextWindow), desk.reading);
    return `[system] What you have read of the document above is older. ${now.replace("[system] ", "")}`;
  };
  return { desk, ear, tools: new DocumentTools({ desk, takeNews: async () => ear.take(), recall }) };
}

function holdersOf({ penHolders }: Task, all: readonly Discussant[]): readonly Discussant[] {
  return penHolders === "all" ? all : all.slice(0, 1);
}

function opening({ room, discussants }: Discussion, holders: readonly Discussant[] | null): string {
  const names = discussants.map(({ name, model }) => `**${name}** (${model.id})`);
  const pen =
    holders === null
      ? ""
      : ` ${holders.length === 1 ? `${holders[0]?.name} holds the pen.` : "All of them may write."}`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} discuss this in the room “${room}”.${pen}`;
}

function failuresOf({ failures }: DiscussionEnd): string {
  return failures.map(({ name, message }) => sentence(`${name} stopped: ${message}`)).join(" ");
}

/** The person's messages go into the room as they come. */
function listen({ takeMessages }: Task, discussion: Discussion, clock: Clock): () => void {
  let cancel = () => {};
  const look = () => {
    for (const message of takeMessages()) discussion.say(message);
    cancel = clock.schedule(LISTEN_MS, look);
  };
  look();
  return () => cancel();
}

/** What is said in the room, as blocks of the chat in the same order. */
class Said {
  readonly #task: Task;
  readonly #owner: Owner;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(task: Task, owner: Owner) {
    this.#task = task;
    this.#owner = owner;
  }

  add({ model, name }: Discussant, content: string): void {
    const author = { type: "agent", model: model.id, name } as const;
    this.#writing = this.#writing.then(() => this.#write(author, content)).catch(() => {});
  }

  async close(author: Parameters<Task["penOf"]>[0], content: string): Promise<void> {
    await this.#write(author, content).catch(() => {});
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(author: Parameters<Task["penOf"]>[0], content: string): Promise<void> {
    const pen = this.#task.penOf(author);
    const block = { id: pen.newId("block"), type: "md", meta: { role: "assistant" }, place: "end" } as const;
    const began = await pen.begin(this.#owner, { type: "new", block });
    if ("refusal" in began) return;
    began.open.write(content.toWellFormed().replaceAll("\u0000", "\ufffd"));
    await began.open.end("done");
  }
}
