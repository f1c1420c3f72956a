import { afterEach, describe, expect, it } from "vitest";
import { runChild } from "../../../test/fakes/child-program.ts";
import { ServedRoom } from "../../../test/fakes/served-room.ts";

const rooms: ServedRoom[] = [];
afterEach(async () => {
  for (const room of rooms.splice(0)) await room.close();
});

/** Prints its statuses, then the timers it still has; ends when nothing keeps it alive (a socket that closes does, briefly). */
const program = (url: string, body: string) => `
  import { RemoteSession } from ${JSON.stringify(new URL("./remote-session.ts", import.meta.url).href)};
  const told = (type) => new Promise((resolve) => { watch = (status) => status.type === type && resolve(); });
  let watch = () => {};
  const onStatus = (status) => { console.log(status.type); watch(status); };
  const session = new RemoteSession({ url: ${JSON.stringify(url)}, onStatus });
  ${body}
  console.log(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length, "timers");
`;

describe("RemoteSession, in a process that has nothing else to do", () => {
  it("[REMOTE-11] after leaving, nothing keeps it alive", async () => {
    const room = await ServedRoom.open();
    rooms.push(room);
    const child = runChild(
      program(
        room.url,
        `await session.join("Ada"); const check = session.check(); await session.leave(); await check;`,
      ),
    );
    expect(await child.ended).toEqual({ signal: null, stderr: "" });
    expect(child.lines).toEqual(["connecting", "closed", "0 timers"]);
    expect(room.host.participants).toEqual([]);
  });

  it("[REMOTE-11] after leaving a server that is gone, nothing keeps it alive", async () => {
    const room = await ServedRoom.open();
    rooms.push(room);
    const child = runChild(
      program(room.url, `await session.join("Ada"); await told("reconnecting"); await session.leave();`),
    );
    await child.printed(2);
    await room.stop();
    expect(await child.ended).toEqual({ signal: null, stderr: "" });
    expect(child.lines.slice(0, 2)).toEqual(["connecting", "connected"]);
    expect(child.lines.slice(-2)).toEqual(["closed", "0 timers"]);
  });

  it("[REMOTE-11] leaving while nobody answers a join ends that too", async () => {
    const room = await ServedRoom.open();
    await room.stop();
    const child = runChild(
      program(
        room.url,
        `const failed = session.join("Ada").catch(({ code }) => code); await told("reconnecting");
         await session.leave(); console.log(await failed);`,
      ),
    );
    expect(await child.ended).toEqual({ signal: null, stderr: "" });
    expect(child.lines.slice(-3)).toEqual(["closed", "not_logged_in", "0 timers"]);
  });
});
