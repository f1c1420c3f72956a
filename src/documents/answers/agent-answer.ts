/** Mode `agent`: the model works on the document by tools until it is done, and says so in the chat. */
import type { AnswerEnd, OpenModel, Task } from "../processor/answerer.ts";
import type { Document, Owner } from "../model.ts";
import { Desk } from "../tools/desk.ts";
import { DocumentTools } from "../tools/document-tools.ts";
import type { AnswerParts } from "./answer-parts.ts";
import { AnswerText } from "./answer-text.ts";
import { contextOf, personOf } from "./context.ts";
import { converse } from "./converse.ts";
import { DocumentEar } from "./document-ear.ts";
import { DoneActions } from "./done-actions.ts";
import { isUnnamed } from "./is-unnamed.ts";
import { agentPrompt } from "./prompts.ts";
import { todayAt } from "./today.ts";

/** Model calls of one answer. */
const MOST_CALLS = 60;

export async function answerAsAgent(
  task: Task,
  document: Document,
  model: OpenModel,
  parts: AnswerParts,
): Promise<AnswerEnd> {
  const { clock, random } = parts;
  const { chat, signal, answer } = task;
  const pen = task.penOf({ type: "agent", model: model.id });
  const owner: Owner = { type: "chat", chat_id: chat.id };
  const chatBlocks = await pen.blocks(owner);
  const actions = new DoneActions(pen, owner, answer.block_id, chatBlocks);
  const desk = new Desk({ pen, document, isUnnamed: isUnnamed(document, chatBlocks), onAction: actions.add });
  const person = personOf(task);
  const ear = new DocumentEar({
    person,
    takeMessages: task.takeMessages,
    document: { pen, id: document.id, reading: desk.reading },
  });
  // Its context is read anew as a whole.
  const tools = new DocumentTools({ desk, takeNews: async () => ear.take(), recall: async () => "" });
  const text = new AnswerText(answer);
  text.pause();
  try {
    const end = await converse({
      model,
      system: agentPrompt({ person, today: todayAt(clock) }),
      context: async () =>
        contextOf({
          task,
          chat: await pen.blocks(owner),
          blocks: await desk.blocks(),
          contextWindow: model.contextWindow,
          reading: desk.reading,
        }),
      tools,
      takeNews: () => tools.takeNews(),
      text,
      cacheKey: chat.id,
      mostCalls: MOST_CALLS,
      onWaiting: task.onWaiting,
      clock,
      random,
      signal,
    });
    if (end.reason === "done" && text.isEmpty) text.say(summaryOf(actions));
    return end;
  } finally {
    ear.close();
    await tools.close();
    await actions.settled();
  }
}

/** Of a model that has no word for the person. */
function summaryOf({ all }: DoneActions): string {
  if (all.length === 0) return "I have nothing to say to that; put it in other words.";
  return ["Done:", ...all.map(({ label }) => `- ${label}`)].join("\n");
}
