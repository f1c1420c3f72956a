import { describe, expect, it } from "vitest";
import { LogFolder, teaTalk } from "../../test/fakes/log-folder.ts";
import { Items } from "../../test/fakes/timeline-items.ts";
import { searchLog, searchPattern } from "./search-log.ts";

describe("[LOGS-5] a search", () => {
  const search = (words: string, items = teaTalk(), most = 3) =>
    searchLog(new LogFolder().write("a.jsonl", items), searchPattern(words), most);

  it("finds words in the topic, in agents' names and in what was said, in upper or lower case", async () => {
    expect(await search("COFFEE")).toEqual({
      topic: true,
      agents: [],
      messages: [{ line: 13, sender: "Bob", text: "Coffee keeps **me** awake." }],
      total: 1,
    });
    expect(await search("ada")).toMatchObject({ topic: false, agents: ["Ada"], total: 0 });
    expect(await search("of course")).toMatchObject({ topic: false, agents: [], total: 0 });
  });

  it("takes every character for itself", async () => {
    expect(await search("**me**")).toMatchObject({ total: 1 });
    for (const words of [".*", "[", "(", "\\", "a{2}", "^", "$", "|", "/", "-"]) {
      expect(await search(words), words).toMatchObject({ topic: false, total: 0 });
    }
  });

  it("folds the case of every script", async () => {
    const items = new Items();
    const talk = [items.says("Ada", "ЧАЙ, ΤΣΆΙ, ÇAY")];
    for (const words of ["чай", "τσάι", "çay"]) expect(await search(words, talk)).toMatchObject({ total: 1 });
  });

  it("keeps the first few messages, of a long one what is around the words, and counts them all", async () => {
    const items = new Items();
    const long = `${"before ".repeat(5_000)}needle${" after".repeat(5_000)}`;
    const talk = [items.says("Ada", long), ...Array.from({ length: 99 }, () => items.says("Bob", "a needle"))];
    const { messages, total } = await search("NEEDLE", talk, 2);
    expect(total).toBe(100);
    expect(messages).toHaveLength(2);
    expect(messages[0]?.text.length).toBeLessThan(410);
    expect(messages[0]?.text).toMatch(/^….*before needle after.*…$/);
  });
});
