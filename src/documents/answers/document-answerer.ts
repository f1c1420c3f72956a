/** Who answers in a chat: one model or several, with the tools of the document or without, as the message says. */
import { errorMessage } from "../../agents/error-message.ts";
import type { AnswerEnd, CreateAnswerer, OpenModel, Task } from "../processor/answerer.ts";
import { answerAsAgent } from "./agent-answer.ts";
import type { AnswerParts } from "./answer-parts.ts";
import { answerInChat } from "./chat-answer.ts";
import { answerTogether } from "./discussion-answer.ts";
import { failed } from "./failure-words.ts";

/** Nothing is remembered between two messages: all that counts is stored, so a crash is no more than a pause. */
export function createAnswerer(parts: AnswerParts): CreateAnswerer {
  return () => ({
    answer: async (task) => {
      try {
        return await answer(parts, task);
      } catch (error) {
        return failed(errorMessage(error));
      }
    },
  });
}

async function answer(parts: AnswerParts, task: Task): Promise<AnswerEnd> {
  const opened = await openAll(parts, task.models);
  if ("problem" in opened) return failed(opened.problem);
  const [model, ...others] = opened.models;
  if (!model) return failed("No model is named; choose one");
  if (others.length > 0) {
    if (!parts.discuss) return failed("Several models cannot talk here; choose one");
    if (task.about && task.mode === "chat") return failed("One block is written anew by one model; choose one");
    return answerTogether(task, opened.models, parts.discuss, parts.clock);
  }
  if (task.mode === "agent" && task.document) return answerAsAgent(task, task.document, model, parts);
  return answerInChat(task, model, parts);
}

type Opened = { readonly models: readonly OpenModel[] } | { readonly problem: string };

async function openAll({ models }: AnswerParts, specs: readonly string[]): Promise<Opened> {
  try {
    return { models: await Promise.all(specs.map((spec) => models.open(spec))) };
  } catch (error) {
    return { problem: errorMessage(error) };
  }
}
