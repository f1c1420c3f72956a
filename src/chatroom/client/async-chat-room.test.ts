import { describe, expect, it } from "vitest";
import { describeChatRoom } from "../../../test/contracts/chat-room-suite.ts";
import { ManualClock } from "../../../test/fakes/manual-clock.ts";
import { ServedRoom } from "../../../test/fakes/served-room.ts";
import { RoomHost } from "../room-host.ts";
import { AsyncChatRoom } from "./async-chat-room.ts";

describeChatRoom("AsyncChatRoom, embedded", async (policy = "open") => {
  const clock = new ManualClock();
  const room = await RoomHost.open({ clock, policy });
  return {
    clock,
    participants: () => room.participants,
    enter: (username, options = {}) => new AsyncChatRoom({ username, room, clock, ...options }),
    close: () => room.close(),
  };
});

describeChatRoom("AsyncChatRoom, over HTTP", async (policy = "open") => {
  const room = await ServedRoom.open({ policy });
  const { clock, url } = room;
  const entered: AsyncChatRoom[] = [];
  return {
    clock,
    participants: () => room.host.participants,
    enter(username, options = {}) {
      const client = new AsyncChatRoom({ username, url, clock, fetch: clock.fetch, ...options });
      entered.push(client);
      return client;
    },
    async close() {
      await Promise.all(entered.map((client) => client.close()));
      await room.close();
    },
  };
});

describe("AsyncChatRoom", () => {
  it("[ROOM-12] two clients of one process meet in the lobby, or in a room they name; others do not hear them", async () => {
    const clock = new ManualClock();
    const ada = new AsyncChatRoom({ username: "Ada", clock });
    const bob = new AsyncChatRoom({ username: "Bob", clock, room: "lobby" });
    const eve = new AsyncChatRoom({ username: "Eve", clock, room: "elsewhere" });
    await ada.append("anyone here?");
    await ada.push();
    expect(await bob.check()).toBe("Ada: anyone here?");
    expect(await eve.check({ timeout: 0 })).toMatch("No new messages");
    await Promise.all([ada.close(), bob.close(), eve.close()]);
  });
});
