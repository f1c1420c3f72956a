/** What was published, as the bytes that a viewer of one form is sent. */
import type { LiveSignal } from "../record.ts";
import type { Published } from "./backlog.ts";
import { chatFrames, problemFrame, recordFrame, restartFrame, signalFrame } from "./frames.ts";
import type { ViewerForm } from "./viewer.ts";
import { textFrames } from "./websocket-frame.ts";

/** Whole frames, one after the other; empty where nothing of it is for that form. */
export function encode(items: readonly (Published | LiveSignal)[], form: ViewerForm): Buffer {
  return textFrames(items.flatMap((item) => (form === "chat" ? chatTexts(item) : recordText(item))));
}

function chatTexts(item: Published | LiveSignal): readonly string[] {
  switch (item.type) {
    case "record":
      return chatFrames(item.record, item.legacy, item.at);
    case "delta":
      return [signalFrame(item)];
    case "activity":
    case "problem":
    case "restart":
      return [];
  }
}

function recordText(item: Published | LiveSignal): string {
  switch (item.type) {
    case "record":
      return recordFrame(item.n, item.record, item.legacy);
    case "problem":
      return problemFrame(item.line, item.problem);
    case "restart":
      return restartFrame();
    case "delta":
    case "activity":
      return signalFrame(item);
  }
}
