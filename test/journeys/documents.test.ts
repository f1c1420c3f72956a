/** Documents of the installed program: a server that is stopped in the middle of a report, and users with tokens. */
import { describe, expect, it, onTestFinished } from "vitest";
import { ApiClient, WireClient } from "../fakes/document-port.ts";
import { runCli, testFolder } from "./support/run-cli.ts";
import { startServer } from "./support/start-server.ts";

async function serve(args: readonly string[]) {
  const server = await startServer([...args, "--speed", "50", "--seed", "7"]);
  const connect = async (token?: string) => {
    const query = token === undefined ? "" : `?token=${token}`;
    const client = await WireClient.connect(`${server.url.replace("http", "ws")}/ws${query}`);
    onTestFinished(() => client.socket.terminate());
    return client;
  };
  return { ...server, connect, api: new ApiClient(server.url) };
}

describe("llm-chat serve, for documents", () => {
  it("[DOC-41] [DOC-52] keeps a report that is stopped with the server, and goes on with it after the next start", async () => {
    const data = ["--data-dir", testFolder()];
    const first = await serve(data);
    expect(first.banner).toContain(`workspace  ${first.url}/workspace`);
    const client = await first.connect();
    client.message("Write a report on gold", { mode: "agent", model: "demo/ada" });
    const [chat] = await untilWriting(client);
    first.run.child.kill("SIGTERM");
    expect(await first.run.ended).toMatchObject({ code: 0, stderr: "" });
    expect((await client.closed).code).toBe(1001);

    const second = await serve(data);
    const { chat: kept, blocks } = await second.api.ok("GET", `/api/chats/${chat}`);
    const document = await second.api.ok("GET", `/api/documents/${kept.document_id}`);
    const texts = new Map([...blocks, ...document.blocks].map((block) => [block.id as string, block.new as string]));
    for (const { block_ids } of client.chunks) expect(texts.get(block_ids)).toBe(client.textOf(block_ids));
    expect(document.blocks.map((block: { status: string }) => block.status)).not.toContain("streaming");

    const page = await second.connect();
    page.send({ name: "open", chat_id: chat });
    page.message("go on", { mode: "agent", model: "demo/ada", chat_id: chat });
    await page.until(() => page.frame("activity").some(({ activity }) => activity === "idle"));
    expect(page.errors).toEqual([]);
    const done = await second.api.ok("GET", `/api/documents/${kept.document_id}`);
    expect(done.blocks.length).toBeGreaterThan(document.blocks.length);
    expect((await second.api.request("GET", "/workspace")).text).toContain("/workspace/assets/");
  });

  it("[DOC-50] [DOC-57] asks each user for a token of their own", async () => {
    const data = ["--data-dir", testFolder()];
    const { api, connect } = await serve([...data, "--auth", "token"]);
    const { stdout } = await runCli(["user", "add", "Grace", "--json", ...data]);
    const { token } = JSON.parse(stdout) as { token: string };
    expect((await api.request("GET", "/api/me")).status).toBe(401);
    expect((await api.request("GET", "/workspace")).status).toBe(200);
    expect((await api.as(token).ok("GET", "/api/me")).user.name).toBe("Grace");
    await expect(connect()).rejects.toThrow("401");
    const client = await connect(token);
    client.message("Hello", { model: "demo/ada" });
    await client.until(({ chunks }) => chunks.some(({ end }) => end));
  });
});

/** The chat, when several blocks of the document have been begun. */
async function untilWriting(client: WireClient): Promise<readonly [chat: string]> {
  await client.until(({ chunks }) => new Set(chunks.map(({ block_ids }) => block_ids)).size > 3);
  const chat = client.chunks[0]?.chat_id;
  if (chat === undefined) throw new Error("the first chunk names no chat");
  return [chat];
}
