/**
 * The composition root: from a plan to a running conversation, and from its end to the summary. Nothing is decided here;
 * every part is made, given what it needs, and connected.
 */
import { Conversation } from "../agents/conversation.ts";
import type { StopReason } from "../agents/types.ts";
import { type Clock, describeNotice, PacedClock } from "../chatroom/index.ts";
import { createRedactor } from "../logging/redact.ts";
import { Timeline } from "../logging/timeline.ts";
import type { ViewState } from "../logging/view-types.ts";
import { openLogWriter } from "../logging/writer.ts";
import { openEmbeddedVenue } from "./embedded-venue.ts";
import type { CliHost } from "./host.ts";
import { LiveView } from "./live-view.ts";
import { isPaced, prepareMember, speakerOf } from "./members.ts";
import { Person } from "./person.ts";
import type { RunPlan } from "./run-plan.ts";
import { openScreen, type Screen } from "./screen.ts";
import { sessionEnd, sessionStart } from "./session-records.ts";
import { onLostOutput, onSignals } from "./signals.ts";
import { summaryOf } from "./summary.ts";
import type { Venue } from "./venue.ts";

/** Runs `plan` to its end; resolves to why it ended. Throws what keeps it from beginning. */
export async function runConversation(plan: RunPlan, host: CliHost): Promise<StopReason> {
  const redactor = createRedactor({ env: host.env, extraKeys: plan.secrets() });
  const clock = clockFor(plan, host.clock);
  const timeline = new Timeline({ clock, describe: describeNotice, redact: redactor });
  const log = openLogWriter({ dir: plan.logDir, clock: host.clock, onError: (message) => timeline.note(message) });
  const stopLogging = timeline.subscribeRecords((record) => log.write(record));
  const venue = await openVenue(plan, host, clock, timeline);
  // Where others are in the room too, an id has to be like nobody's.
  let pushes = 0;
  const newId = () => (plan.served === null ? `push-${++pushes}` : crypto.randomUUID());
  const name = host.env["USER"] ?? host.env["USERNAME"] ?? "Guest";
  const person = new Person({
    session: venue.seat({ newId }),
    name,
    onFailure: (sentence) => timeline.note(sentence),
  });
  const members = await Promise.all(plan.agents.map((agent) => prepareMember(agent, plan, clock, host)));
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
        timeline,
        newId,
        onWaiting: (waiting) => conversation.setWaiting(member.agent.name, waiting),
      }),
    ),
  });
  let stopped: (reason: StopReason) => void = () => {};
  const stop = (reason: StopReason) => {
    conversation.stop(reason);
    stopped(reason);
  };
  const screen = await openScreen({ plan, host, clock, timeline, conversation, person, stop });
  const live = openLiveView(plan, host, timeline, screen);
  const forgetSignals = onSignals(process, stop);
  const outputFaults: Error[] = [];
  onLostOutput(process.stdout, (fault) => {
    if (fault !== null) outputFaults.push(fault);
    stop("quit");
  });
  try {
    venue.subscribe(timeline.room);
    const begun = clock.monotonic();
    timeline.start(sessionStart(plan, venue, members));
    for (const sentence of plan.why) timeline.note(sentence);
    live?.open();
    const reason = await conversation.run();
    await person.leave();
    timeline.end(sessionEnd(conversation, reason, clock.monotonic() - begun));
    log.flush();
    // A word on a message typed too late is for the screen alone.
    stopLogging();
    // A signal, or the person's own quit, leaves no time for a last look.
    const signalled = new Promise<void>((resolve) => {
      stopped = () => resolve();
    });
    if (!LEAVES_AT_ONCE.has(reason)) await Promise.race([screen.leave(), signalled]);
    const [fault] = outputFaults;
    if (fault !== undefined) throw new Error(`the output cannot be written: ${fault.message}`, { cause: fault });
    return reason;
  } finally {
    try {
      // Where the screen broke, this says why; what follows must happen all the same.
      await screen.close();
    } finally {
      log.close();
      await venue.close();
      await live?.close();
      forgetSignals();
      printSummary(screen.view(), log.path, plan, host);
    }
  }
}

const LEAVES_AT_ONCE: ReadonlySet<StopReason> = new Set(["quit", "interrupted", "terminated"]);

/** On the terminal the summary ends the run; beside lines or records for a program, it is for the person who watches. */
function printSummary(view: ViewState, logPath: string, plan: RunPlan, { stdout, stderr }: CliHost): void {
  const { output, served } = plan;
  if (output === "quiet") return;
  const stream = output === "tui" ? stdout : stderr;
  const width = stream.isTTY === true ? (stream.columns ?? 80) : Infinity;
  stream.write(summaryOf(view, logPath, width, served === null ? "people" : "others"));
}

/**
 * A demo is the same every time, whatever the machine does: its time stands still while something happens, and it is the
 * clock that has the speed. Beside real models the demo's agents live in real time, and hurry by themselves.
 */
function clockFor(plan: RunPlan, real: Clock): Clock {
  return isPaced(plan) ? new PacedClock({ epoch: real.now(), speed: plan.speed, real }) : real;
}

/** The connection to a server is code of its own, loaded where it is used. */
async function openVenue(plan: RunPlan, host: CliHost, clock: Clock, timeline: Timeline): Promise<Venue> {
  if (plan.served === null) return openEmbeddedVenue(clock, plan.floor);
  const { openServedVenue } = await import("./served-venue.ts");
  const note = (sentence: string) => timeline.note(sentence);
  return openServedVenue(plan.served, { clock, fetch: host.fetch, random: () => host.random(), note });
}

/** It sees every record from the first one on; its port is opened later. */
function openLiveView(plan: RunPlan, { clock }: CliHost, timeline: Timeline, screen: Screen): LiveView | null {
  if (plan.websocket === null) return null;
  return new LiveView({ plan: plan.websocket, timeline, clock, tell: (news) => screen.tell(news) });
}
