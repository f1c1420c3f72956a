import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { watch } from "../../test/fakes/viewer-stage.ts";
import { systemClock } from "../chatroom/index.ts";
import { Timeline } from "../logging/timeline.ts";
import { LiveView, type LiveViewNews, type LiveViewPlan } from "./live-view.ts";

function stage(plan: Partial<LiveViewPlan> = {}, clock: ManualClock | typeof systemClock = systemClock) {
  const timeline = new Timeline({ clock, describe: ({ type }) => type });
  const { promise: news, resolve: tell } = Promise.withResolvers<LiveViewNews>();
  const view = new LiveView({ plan: { port: 0, asked: true, allowOrigins: [], ...plan }, timeline, clock, tell });
  onTestFinished(() => view.close());
  const url = async () => {
    const told = await news;
    if (told.type === "failed") throw new Error(told.sentence);
    return told.url;
  };
  return { timeline, view, news, url };
}

describe("LiveView", () => {
  it("[STREAM-13] has what was recorded before its port was open", async () => {
    const { timeline, view, url } = stage();
    timeline.note("before");
    view.open();
    timeline.note("meanwhile");
    const viewer = await watch(await url(), "?records&after=0");
    timeline.note("after");
    await viewer.until((frames) => frames.length === 4);
    expect(viewer.messages.map(({ n, record }) => `${n} ${record.content}`)).toEqual([
      "1 before",
      "2 meanwhile",
      "3 after",
    ]);
  });

  it("[STREAM-4] has live signals made only while somebody watches", async () => {
    const { timeline, view, url } = stage();
    view.open();
    const address = await url();
    const activity = () => timeline.agent({ type: "activity", agent: "Ada", activity: "thinking" });
    activity();
    const viewer = await watch(address, "?records");
    activity();
    await viewer.until((frames) => frames.length === 2);
    expect(viewer.frames[1]).toMatchObject({ type: "activity", user: "Ada", activity: "thinking" });
  });

  it("[STREAM-13] opens a moment after the first frame where nobody asked for it, and not at all where all is over before", async () => {
    const clock = new ManualClock();
    const { timeline, view } = stage({ asked: false }, clock);
    view.open();
    expect(clock.next).toBe(200);
    await view.close();
    expect(clock.pending).toBe(0);
    timeline.note("nobody hears");
  });

  it("[STREAM-13] tells that a port is taken, and hears nothing more", async () => {
    const first = stage();
    first.view.open();
    const port = Number(new URL(await first.url()).port);
    const second = stage({ port });
    second.timeline.note("before");
    second.view.open();
    expect(await second.news).toEqual({
      type: "failed",
      sentence: `No live view: the port ${port} of 127.0.0.1 is in use already; choose another with --websocket-port (0: any free one).`,
    });
    second.timeline.note("after");
  });
});
