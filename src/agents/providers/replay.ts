/** Plays a recording back: the same request gets the same events; any other fails at once, and says how it differs. */
import { type Clock, sleep } from "../../chatroom/clock.ts";
import type { ModelEvent, ModelProvider, ModelRequest } from "../types.ts";
import { digestOf, parseRecording, type RecordedCall, type Redact, redacted } from "./recorded-call.ts";
import { requestDifference } from "./request-difference.ts";

export interface ReplayOptions {
  /** Only the calls this provider made; without it all of the recording. */
  readonly id?: string;
  /** Given, events come at the pace they had. */
  readonly clock?: Clock;
  /** Of the pace: 2 is twice as fast. */
  readonly speed?: number;
  /** The one the recording was made with. */
  readonly redact?: Redact;
}

/** `recording`: the text of the file. A request asked again gets the next answer recorded for it, at last the last. */
export function createReplayProvider(recording: string, options: ReplayOptions = {}): ModelProvider {
  const calls = parseRecording(recording).filter((call) => options.id === undefined || call.provider === options.id);
  const unused = new Set(calls);
  const id = options.id ?? calls[0]?.provider ?? "replay";
  return {
    id,
    stream(asked, signal) {
      const request = redacted(asked, options.redact ?? ((text) => text));
      const digest = digestOf(request);
      const answers = calls.filter((call) => call.digest === digest);
      const call = answers.find((answer) => unused.has(answer)) ?? answers.at(-1);
      if (!call) return unexpected(id, request, calls, unused);
      unused.delete(call);
      return play(call, signal, options);
    },
  };
}

async function* play(
  call: RecordedCall,
  signal: AbortSignal,
  { clock, speed = 1 }: ReplayOptions,
): AsyncGenerator<ModelEvent> {
  let passed = 0;
  for (const { at, event } of call.events) {
    if (clock && at > passed) await sleep(clock, (at - passed) / speed, signal);
    passed = at;
    if (signal.aborted) {
      yield { type: "aborted" };
      return;
    }
    yield event;
  }
}

async function* unexpected(
  id: string,
  request: ModelRequest,
  calls: readonly RecordedCall[],
  unused: ReadonlySet<RecordedCall>,
): AsyncGenerator<ModelEvent> {
  const nearest = nearestCall(request, unused.size > 0 ? [...unused] : calls);
  const told = nearest ? requestDifference(nearest.request, request) : "The recording holds no call.";
  yield {
    type: "error",
    error: { kind: "bad_request", retryable: false, message: `${id}: this request is not in the recording. ${told}` },
  };
}

/** The call whose history goes longest with the request's. */
function nearestCall(request: ModelRequest, calls: readonly RecordedCall[]): RecordedCall | undefined {
  let best: RecordedCall | undefined;
  let bestCommon = -1;
  for (const call of calls) {
    let common = call.request.system === request.system ? 1 : 0;
    for (const [index, entry] of request.history.entries()) {
      if (JSON.stringify(entry) !== JSON.stringify(call.request.history[index])) break;
      common += 1;
    }
    if (common > bestCommon) [best, bestCommon] = [call, common];
  }
  return best;
}
