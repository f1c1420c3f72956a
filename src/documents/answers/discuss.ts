/** The room in which several models discuss a task: made by who knows rooms and logs, and given to who answers. */
import type { AgentTools } from "../../agents/agent-tools.ts";
import type { StopReason } from "../../agents/types.ts";
import type { OpenModel } from "../processor/answerer.ts";

export interface Discussant {
  readonly model: OpenModel;
  /** Of the room: a word that people can say. */
  readonly name: string;
}

export interface DiscussionRequest {
  /** In their order; at least two. */
  readonly models: readonly OpenModel[];
  readonly topic: string;
  /** What each is told when it begins. */
  readonly instructionFor: (discussant: Discussant, all: readonly Discussant[]) => string;
  /** Beside the room's actions; null: nothing. */
  readonly toolsFor: (discussant: Discussant, all: readonly Discussant[]) => AgentTools | null;
  /** Somebody has pushed a message. */
  readonly onMessage: (discussant: Discussant, content: string) => void;
  /** The person who asked. */
  readonly person: string;
}

export interface Discussion {
  /** As the live view calls it. */
  readonly room: string;
  /** The path of its log file. */
  readonly log: string;
  readonly discussants: readonly Discussant[];
  /** The person says something in the room. */
  say(content: string): void;
  /** Runs to the end; an abort ends it soon. Never rejects but where it could not begin. */
  run(signal: AbortSignal): Promise<DiscussionEnd>;
}

export interface DiscussionEnd {
  readonly reason: StopReason;
  /** In words, as the end of “It ended because …”. */
  readonly because: string;
  /** Of those who could not go on: name and why. */
  readonly failures: readonly { readonly name: string; readonly message: string }[];
}

export type Discuss = (request: DiscussionRequest) => Promise<Discussion>;
