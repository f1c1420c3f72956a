import { describeSession } from "../../test/contracts/session-suite.ts";
import { ManualClock } from "../../test/fakes/manual-clock.ts";
import { LocalSession } from "./local-session.ts";
import { RoomHost } from "./room-host.ts";

describeSession("LocalSession", async ({ policy = "open" } = {}) => {
  const clock = new ManualClock();
  const host = await RoomHost.open({ clock, policy });
  let pushes = 0;
  return {
    clock,
    session: (options = {}) => new LocalSession(host, { clock, newId: () => `push-${++pushes}`, ...options }),
    close: () => host.close(),
  };
});
