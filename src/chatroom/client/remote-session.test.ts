import { describeSession } from "../../../test/contracts/session-suite.ts";
import { ServedRoom } from "../../../test/fakes/served-room.ts";

describeSession("RemoteSession", async (options) => {
  const room = await ServedRoom.open(options);
  return {
    clock: room.clock,
    session: (more) => room.heardSession(more),
    close: () => room.close(),
  };
});
