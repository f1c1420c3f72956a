/**
 * What the server counts, in the text format of Prometheus. Labels are bounded: routes as patterns, statuses, reasons;
 * no names of people or rooms. What can be read off the rooms is read when somebody asks, and costs nothing else.
 */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Rooms, ServedRoom } from "./rooms.ts";

/** Seconds. Up to a blocked push or a `check`. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60];
const SERVED = ["method", "route", "status"] as const;

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<(typeof SERVED)[number]>;
  readonly #durations: Histogram<"route">;

  constructor(rooms: Rooms, clock: Clock) {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: "llm_chat_http_requests_total",
      help: "Requests answered, event streams included.",
      labelNames: SERVED,
      registers,
    });
    this.#durations = new Histogram({
      name: "llm_chat_http_request_duration_seconds",
      help: "From a request to its answer; of an event stream, to its beginning.",
      labelNames: ["route"],
      buckets: BUCKETS,
      registers,
    });
    const sum = (figure: (room: ServedRoom) => number) => () =>
      rooms.all.reduce((total, room) => total + figure(room), 0);
    const readOnly = sum(({ host }) => (host.readOnly ? 1 : 0));
    this.#gauge("rooms_read_only", "Rooms that can store nothing any more.", readOnly);
    const people = sum(({ host }) => host.participants.length);
    this.#gauge("rooms", "Rooms that are served.", () => rooms.all.length);
    this.#gauge("participants", "Participants of all rooms.", people);
    const streams = sum(({ hub }) => hub.streams);
    this.#gauge("streams", "Event streams that are open.", streams);
    const lagging = sum(({ hub }) => hub.lagging);
    this.#gauge("lagging_streams", "Event streams whose reader has not taken everything.", lagging);
    const messages = sum(({ hub }) => hub.messages);
    this.#counter("messages_total", "Messages stored since the start.", messages);
    const resyncs = sum(({ hub }) => hub.resyncs);
    this.#counter("resyncs_total", "Readers that were told that they missed something.", resyncs);
    this.#refusals(rooms);
    this.#process(clock);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /**
   * A request has come; call what it returns with the status of its answer. `route` is a pattern, as `/rooms/:room/send`,
   * never the path. (No middleware: a promise more for every request costs as much as the counting.)
   */
  begin(method: string, route: string): (status: number) => void {
    const asked = performance.now();
    return (status) => {
      this.#requests.inc({ method, route, status: String(status) });
      this.#durations.observe({ route }, (performance.now() - asked) / 1_000);
    };
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #refusals(rooms: Rooms): void {
    const refused = new Counter({
      name: "llm_chat_pushes_refused_total",
      help: "Pushes that were not accepted, by the reason that was given.",
      labelNames: ["reason"] as const,
      registers: [],
      collect() {
        this.reset();
        for (const { host } of rooms.all) {
          for (const [reason, count] of host.refusedPushes) this.inc({ reason }, count);
        }
      },
    });
    this.#registry.registerMetric(refused);
  }

  /** Without prom-client's own: those keep timers running. */
  #process(clock: Clock): void {
    const started = clock.monotonic();
    this.#gauge("uptime_seconds", "Since the server started.", () => (clock.monotonic() - started) / 1_000);
    this.#gauge("resident_memory_bytes", "Memory of the process.", () => process.memoryUsage.rss());
    this.#gauge("heap_used_bytes", "Memory that JavaScript uses.", () => process.memoryUsage().heapUsed);
    let before = performance.eventLoopUtilization();
    this.#gauge("event_loop_busy_ratio", "Share of the time since the last look that the process was busy.", () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    });
    this.#gauge("event_loop_lag_seconds", "How long this very answer waited for its turn.", async () => {
      const asked = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
      return (performance.now() - asked) / 1_000;
    });
  }

  #gauge(name: string, help: string, value: () => number | Promise<number>): void {
    const collect = async (): Promise<void> => gauge.set(await value());
    const gauge = new Gauge({ name: `llm_chat_${name}`, help, registers: [], collect });
    this.#registry.registerMetric(gauge);
  }

  /** Of what is counted elsewhere. */
  #counter(name: string, help: string, value: () => number): void {
    const collect = () => {
      counter.reset();
      counter.inc(value());
    };
    const counter = new Counter({ name: `llm_chat_${name}`, help, registers: [], collect });
    this.#registry.registerMetric(counter);
  }
}
