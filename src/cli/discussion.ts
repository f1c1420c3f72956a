/**
 * Discussions for documents: several models talk in a room of their own, with a log like every conversation's, and viewers
 * may watch.
 */
import { Conversation, type ConversationLimits } from "../agents/conversation.ts";
import { firstInstruction, systemPrompt } from "../agents/prompt.ts";
import type { AgentEvent } from "../agents/types.ts";
import { type Clock, describeNotice, isMessage, LIMITS } from "../chatroom/index.ts";
import type { Discuss, Discussant, DiscussionEnd, DiscussionRequest } from "../documents/answers/discuss.ts";
import { createRedactor } from "../logging/redact.ts";
import { Timeline } from "../logging/timeline.ts";
import { openLogWriter } from "../logging/writer.ts";
import { freeName } from "./agent-names.ts";
import type { DiscussionRooms } from "./discussion-rooms.ts";
import type { DocumentModels } from "./document-models.ts";
import { openEmbeddedVenue } from "./embedded-venue.ts";
import type { Env } from "./host.ts";
import { type Member, speakerOf, type TalkPlan } from "./members.ts";
import { Person } from "./person.ts";
import { sessionEnd, sessionStart } from "./session-records.ts";
import { endedBecause } from "./summary.ts";

export interface DiscussionsOptions {
  readonly models: Pick<DocumentModels, "familyOf" | "named" | "secrets">;
  readonly rooms: DiscussionRooms;
  readonly clock: Clock;
  /** For the log: no value of it that looks like a key is written. */
  readonly env: Env;
  /** Absolute; made where it is missing. */
  readonly logDir: string;
  readonly seed: number;
  readonly speed: number;
  /** What keeps a discussion from going on without end; default: below. */
  readonly limits?: Partial<ConversationLimits>;
}

const MESSAGES = 60;
/** Model calls of each. */
const TURNS = 60;
const MINUTES = 60;
const NUDGES = 2;
const MAX_OUTPUT_TOKENS = 8_192;
const TOPIC_CHARACTERS = 500;

export function createDiscuss(options: DiscussionsOptions): Discuss {
  return async (request) => {
    const { models, rooms, clock, env, logDir } = options;
    const discussants = named(request, models);
    const room = rooms.newName();
    const venue = await openEmbeddedVenue(clock, "open", room);
    const redact = createRedactor({ env, extraKeys: [...models.secrets] });
    const timeline = new Timeline({ clock, describe: describeNotice, redact });
    const log = openLogWriter({ dir: logDir, clock, onError: (message) => timeline.note(message) });
    timeline.subscribeRecords((record) => log.write(record));
    const plan = planOf(request, discussants.length, options);
    const members = await Promise.all(discussants.map((each) => memberOf(each, discussants, plan, request, models)));
    let pushes = 0;
    const newId = () => `push-${++pushes}`;
    const person = new Person({
      session: venue.seat({ newId }),
      name: request.person,
      onFailure: (sentence) => timeline.note(sentence),
    });
    const failures: { name: string; message: string }[] = [];
    const watched = {
      agent: (event: AgentEvent) => {
        if (event.type === "failed") failures.push({ name: event.agent, message: event.error.message });
        timeline.agent(event);
      },
    };
    const conversation: Conversation = new Conversation({
      clock,
      limits: plan.limits,
      onActivity: (agent, activity) => timeline.agent({ type: "activity", agent, activity }),
      room: venue.conversationRoom,
      speakers: members.map((member) =>
        speakerOf(member, {
          plan,
          clock,
          venue,
          timeline: watched,
          newId,
          onWaiting: (waiting) => conversation.setWaiting(member.agent.name, waiting),
        }),
      ),
    });

    const run = async (signal: AbortSignal): Promise<DiscussionEnd> => {
      const stop = () => conversation.stop("interrupted");
      const over = rooms.open(room, timeline);
      try {
        venue.subscribe(timeline.room);
        venue.subscribe((event) => {
          if (!isMessage(event)) return;
          const discussant = discussants.find(({ name }) => name === event.sender);
          if (discussant) request.onMessage(discussant, event.content);
        });
        const begun = clock.monotonic();
        timeline.start(sessionStart(plan, venue, members));
        signal.addEventListener("abort", stop, { once: true });
        if (signal.aborted) stop();
        const reason = await conversation.run();
        await person.leave();
        timeline.end(sessionEnd(conversation, reason, clock.monotonic() - begun));
        return { reason, because: becauseOf(reason), failures };
      } finally {
        signal.removeEventListener("abort", stop);
        log.close();
        over();
        await venue.close();
      }
    };
    return { room, log: log.path, discussants, say: (content) => void person.say(content), run };
  };
}

/** Each has a name of its own, after its model; none is the person's. */
function named({ models, person }: DiscussionRequest, known: DiscussionsOptions["models"]): readonly Discussant[] {
  const taken = [person];
  return models.map((model) => {
    const name = freeName(known.familyOf(model), taken);
    taken.push(name);
    return { model, name };
  });
}

async function memberOf(
  discussant: Discussant,
  all: readonly Discussant[],
  plan: TalkPlan,
  request: DiscussionRequest,
  models: DiscussionsOptions["models"],
): Promise<Member> {
  const { model, name } = discussant;
  const others = all.map((each) => each.name).filter((each) => each !== name);
  return {
    agent: { name, displayModel: model.id, contextWindow: model.contextWindow },
    provider: await models.named(model, name),
    price: model.price,
    system: systemPrompt({ name, others, floor: plan.floor, appendLimit: plan.appendLimit }),
    instruction: firstInstruction({ topic: plan.topic, message: request.instructionFor(discussant, all) }),
    tools: request.toolsFor(discussant, all) ?? undefined,
  };
}

function planOf({ topic }: DiscussionRequest, count: number, { seed, speed, limits }: DiscussionsOptions): TalkPlan {
  const line = topic.replace(/\s+/gu, " ").trim();
  return {
    topic: line.length > TOPIC_CHARACTERS ? `${line.slice(0, TOPIC_CHARACTERS).toWellFormed()}…` : line,
    instruction: null,
    constantMsg: null,
    floor: "open",
    appendLimit: LIMITS.appendCharacters,
    interrupt: "boundary",
    plainText: "push",
    maxOutputTokens: MAX_OUTPUT_TOKENS,
    limits: {
      ...{ messages: MESSAGES, turns: TURNS * count, minutes: MINUTES, tokens: null, costUsd: null, nudges: NUDGES },
      ...limits,
    },
    seed,
    speed,
  };
}

/** Without the options of a command, which nobody has given here. */
function becauseOf(reason: DiscussionEnd["reason"]): string {
  return endedBecause(reason).replace(/ \(.*\)$/u, "");
}
