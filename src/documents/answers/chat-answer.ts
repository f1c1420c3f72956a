/** Mode `chat`: one streamed answer, in the chat, or as the new text of the block that the message is about. */
import type { AnswerEnd, OpenModel, Task } from "../processor/answerer.ts";
import { csvFilter } from "../tools/csv-filter.ts";
import { asWritten, type TextFilter, withoutFence } from "../tools/text-filter.ts";
import type { AnswerParts } from "./answer-parts.ts";
import { AnswerText } from "./answer-text.ts";
import { contextOf, personOf } from "./context.ts";
import { converse } from "./converse.ts";
import { DocumentEar } from "./document-ear.ts";
import { failed } from "./failure-words.ts";
import { chatPrompt, rewritePrompt } from "./prompts.ts";
import { todayAt } from "./today.ts";

/** Calls of one answer: it goes on where it was cut, and hears what the person says meanwhile. */
const MOST_CALLS = 20;

export async function answerInChat(task: Task, model: OpenModel, parts: AnswerParts): Promise<AnswerEnd> {
  const { clock, random } = parts;
  const { about, document, chat, signal } = task;
  if (about?.type.startsWith("image/")) {
    return failed("An image cannot be written anew; ask about a block of text, a table or a chart");
  }
  const facts = { person: personOf(task), today: todayAt(clock) };
  const pen = task.penOf({ type: "agent", model: model.id });
  // A block's new text is one text: what the person says meanwhile is not put behind it.
  const takeMessages = about ? () => [] : task.takeMessages;
  const ear = new DocumentEar({ person: facts.person, takeMessages, document: null });
  const text = new AnswerText(task.answer, filterFor(task));
  const end = await converse({
    model,
    system: about ? rewritePrompt(facts, about) : chatPrompt(facts, document),
    context: async () =>
      contextOf({
        task,
        chat: await pen.blocks({ type: "chat", chat_id: chat.id }),
        blocks: document && (await pen.blocks({ type: "document", document_id: document.id })),
        contextWindow: model.contextWindow,
      }),
    tools: null,
    takeNews: async () => ear.take(),
    text,
    cacheKey: chat.id,
    mostCalls: MOST_CALLS,
    onWaiting: task.onWaiting,
    clock,
    random,
    signal,
  }).finally(() => ear.close());
  text.flush();
  return end;
}

function filterFor({ about }: Task): TextFilter {
  if (!about) return asWritten();
  return about.type === "csv" ? csvFilter({ columns: null }) : withoutFence();
}
