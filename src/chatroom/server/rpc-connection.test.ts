import { serveOptions } from "../../../test/fakes/serve-options.ts";
import { request as httpRequest } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { JsonClient } from "../../../test/fakes/json-client.ts";
import { ManualClock, settle } from "../../../test/fakes/manual-clock.ts";
import { as, request } from "../../../test/fakes/rpc-stage.ts";
import { serveRooms } from "./serve.ts";

it("[RPC-14] [RPC-15] a connection that breaks ends the check on it, and what it would have brought stays unread", async () => {
  const clock = new ManualClock();
  const server = await serveRooms(serveOptions({ clock }));
  const client = new JsonClient(server.url);
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  const { host } = server.rooms.find("lobby");
  for (const username of ["Claude", "GPT"]) await client.post("/register", { username });
  await client.post("/rpc", request("check", { timeout: 0 }), as("Claude"));
  const timers = clock.pending;
  const until = async (holds: () => boolean) => {
    while (!holds()) await settle();
  };

  const check = httpRequest(`${server.url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", ...as("Claude") },
  });
  check.on("error", () => {});
  check.end(JSON.stringify(request("check", { timeout: 600_000 })));
  // Its own two: the end of the wait, and the next notice that it waits.
  await until(() => clock.pending === timers + 2);
  await host.execute({ type: "claim", participant: "GPT" });
  check.destroy();
  await until(() => clock.pending === timers);

  const { body } = await client.post("/rpc", request("undo"), as("Claude"));
  expect(body).toMatchObject({
    result: { messages: [{ content: "GPT has claimed the talking stick and wants to speak." }] },
  });
});
