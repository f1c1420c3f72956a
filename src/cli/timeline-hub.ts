/** A timeline for viewers: every record, and live signals while somebody watches. */
import type { Clock } from "../chatroom/index.ts";
import { isRecord, type LogRecord } from "../logging/record.ts";
import type { Timeline } from "../logging/timeline.ts";
import { ViewerHub } from "../logging/viewer/viewer-hub.ts";
import { VERSION } from "./version.ts";

export interface TimelineHub {
  readonly hub: ViewerHub;
  /** It hears no more of the timeline; the hub stays as it is. */
  readonly stop: () => void;
}

/** `early`: what was recorded before. */
export function openTimelineHub(timeline: Timeline, clock: Clock, early: readonly LogRecord[] = []): TimelineHub {
  let stopSignals = () => {};
  const hub: ViewerHub = new ViewerHub({
    clock,
    mode: "live",
    version: VERSION,
    onWatched: (watched) => {
      stopSignals();
      stopSignals = () => {};
      if (!watched) return;
      stopSignals = timeline.subscribe((item) => {
        if (!isRecord(item)) hub.publishSignal(item);
      });
    },
  });
  for (const record of early) hub.publishRecord(record);
  const stopRecords = timeline.subscribeRecords((record) => hub.publishRecord(record));
  return {
    hub,
    stop: () => {
      stopRecords();
      stopSignals();
    },
  };
}
