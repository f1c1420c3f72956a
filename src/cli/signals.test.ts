import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import type { StopReason } from "../agents/types.ts";
import { onLostOutput, onSignals } from "./signals.ts";

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

function listening() {
  const target = new FakeProcess();
  const stops: StopReason[] = [];
  const forget = onSignals(target, (reason) => stops.push(reason));
  return { target, stops, forget };
}

describe("onSignals", () => {
  it.each([
    ["SIGINT", "interrupted"],
    ["SIGTERM", "terminated"],
    ["SIGHUP", "terminated"],
  ])("%s ends the conversation, not the process", (signal, reason) => {
    const { target, stops } = listening();
    target.emit(signal);
    expect(stops).toEqual([reason]);
    expect(target.exits).toEqual([]);
  });

  it.each([
    ["SIGINT", "SIGINT", 130],
    ["SIGINT", "SIGTERM", 143],
    ["SIGTERM", "SIGINT", 130],
    ["SIGTERM", "SIGHUP", 143],
  ])("a second one ends the process at once: %s, then %s is %i", (first, second, code) => {
    const { target, stops } = listening();
    target.emit(first);
    target.emit(second);
    expect(stops).toHaveLength(1);
    expect(target.exits).toEqual([code]);
  });

  it("gives all signals back", () => {
    const { target, forget } = listening();
    expect(target.eventNames()).toEqual(["SIGINT", "SIGTERM", "SIGHUP"]);
    forget();
    expect(target.eventNames()).toEqual([]);
  });
});

describe("onLostOutput", () => {
  const lostBy = (code: string) => {
    const output = new EventEmitter();
    const lost: (Error | null)[] = [];
    onLostOutput(output, (fault) => lost.push(fault));
    const error = Object.assign(new Error(`write ${code}`), { code });
    output.emit("error", error);
    return { lost, error };
  };

  it.each(["EPIPE", "EIO", "ERR_STREAM_DESTROYED"])("%s: the reader has gone, which is no fault", (code) => {
    expect(lostBy(code).lost).toEqual([null]);
  });

  it("a full disk is a fault", () => {
    const { lost, error } = lostBy("ENOSPC");
    expect(lost).toEqual([error]);
  });
});
