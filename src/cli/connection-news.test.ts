import { describe, expect, it } from "vitest";
import type { ConnectionStatus } from "../chatroom/client/index.ts";
import { ChatError } from "../chatroom/index.ts";
import { ConnectionNews } from "./connection-news.ts";

const lost = (reason: string, attempt = 1): ConnectionStatus => ({
  type: "reconnecting",
  reason,
  attempt,
  retryInMs: 100,
});
const broken: ConnectionStatus = { type: "broken", error: new ChatError("disconnected", "given up") };

function stage(to?: string) {
  const told: string[] = [];
  return { told, news: new ConnectionNews((sentence) => told.push(sentence), to) };
}

describe("[VENUE-4] [PERSON-8] news of a connection", () => {
  it("an outage is told once, whatever its attempts fail with, and its end", () => {
    const { told, news } = stage("http://x");
    for (const type of ["idle", "connecting", "connected"] as const) news.hear({ type });
    news.hear(lost("connection closed"));
    news.hear(lost("connection refused", 2));
    news.hear({ type: "connected" });
    news.hear(lost("connection reset"));
    expect(told).toEqual([
      "The connection to http://x is lost (connection closed); trying again.",
      "The server is back.",
      "The connection to http://x is lost (connection reset); trying again.",
    ]);
  });

  it("the end of the attempts is told once more, and what comes after it", () => {
    const { told, news } = stage();
    for (const status of [lost("refused"), broken, lost("refused"), broken]) news.hear(status);
    news.hear({ type: "connected" });
    expect(told).toEqual([
      "The connection is lost (refused); trying again.",
      "The connection is lost: given up",
      "The server is back.",
    ]);
  });

  it("several seats share it: the server is back when all of them are", () => {
    const { told, news } = stage();
    news.hear(lost("closed"), "Ada");
    news.hear(lost("refused"), "Bob");
    news.hear({ type: "connected" }, "Ada");
    news.hear(lost("refused", 2), "Bob");
    news.hear({ type: "connected" }, "Bob");
    expect(told).toEqual(["The connection is lost (closed); trying again.", "The server is back."]);
  });

  it("a seat that is left is not waited for", () => {
    const { told, news } = stage();
    news.hear(lost("closed"), "Ada");
    news.hear(lost("closed"), "Bob");
    news.hear({ type: "closed" }, "Ada");
    news.hear({ type: "connected" }, "Bob");
    expect(told.at(-1)).toBe("The server is back.");
  });
});
