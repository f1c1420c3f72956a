/** What blocks say, drawn in a real browser: tables, charts, pictures, what is hostile, what is handed over. */
import { readFile } from "node:fs/promises";
import { describe, expect, inject, it } from "vitest";
import { blockOn, DOT, workspaceStage } from "../fakes/workspace-stage.ts";

const chromium = inject("chromium");

describe.skipIf(chromium === "")("what blocks say, in the page to work in", () => {
  const { prepared, opened } = workspaceStage(chromium);

  it("[WORK-18] tables, charts and pictures are drawn as they come; a broken chart says what is wrong", async () => {
    const { server, inDocument, query } = await prepared();
    const { page, troubles, requests } = await opened(server.url + query);
    const table = server.begin(inDocument, { type: "csv" });
    table.write("Year,Price\n2020,1770\n20");
    await blockOn(page, table.block_id).getByRole("columnheader", { name: "Price" }).waitFor();
    table.write("21,1799\n");
    await blockOn(page, table.block_id).getByRole("cell", { name: "1799" }).waitFor();
    table.end();
    await blockOn(page, table.block_id).getByRole("button", { name: "Price" }).click();
    await blockOn(page, table.block_id).getByRole("button", { name: "Price" }).click();
    const cells = blockOn(page, table.block_id).getByRole("cell");
    await expect.poll(() => cells.allTextContents()).toEqual(["2021", "1799", "2020", "1770"]);
    const long = server.add(inDocument, `A,B\n${"1,2\n".repeat(1_200)}`, "csv");
    const rows = blockOn(page, long).getByRole("row");
    await expect.poll(() => rows.count()).toBe(401);
    await blockOn(page, long).getByRole("button", { name: "Show 100 more rows" }).click();
    await blockOn(page, long).getByText("700 more rows are not shown here").waitFor();
    await expect.poll(() => rows.count()).toBe(501);
    const chart = server.begin(inDocument, { type: "interactive_chart", meta: { title: "Gold" } });
    chart.write('{"kind":"bar","title":"Gold","x":"Year","series":["Price"]}\n');
    chart.write("2020,1770\n2021,1799\n");
    await page.getByRole("img", { name: "Gold: bar chart of Price by Year" }).waitFor();
    chart.end();
    await blockOn(page, chart.block_id).getByRole("button", { name: "as a table" }).click();
    await blockOn(page, chart.block_id).getByRole("cell", { name: "1799" }).waitFor();
    const broken = server.add(inDocument, '{"kind":"spiral"}\n1,2', "interactive_chart");
    await blockOn(page, broken).getByText("its kind is none of").waitFor();
    const picture = server.begin(inDocument, { type: "image/png", meta: { title: "A dot" } });
    picture.write(DOT.slice(0, 20));
    picture.write(DOT.slice(20));
    picture.end();
    const width = () => page.evaluate(`document.querySelector('img[alt="A dot"]')?.naturalWidth`);
    await expect.poll(width).toBe(1);
    expect(troubles).toEqual([]);
    expect(
      requests.filter((url) => !url.startsWith("blob:") && new URL(url).host !== `127.0.0.1:${server.port}`),
    ).toEqual([]);
  });

  it("[WORK-18] a chart whose library does not come is a table, and the page lives on", async () => {
    const { server, inDocument, query } = await prepared();
    const { page } = await opened(server.url + query);
    await page.route(/chart/, (route) => route.abort());
    const chart = server.add(inDocument, '{"kind":"bar"}\nYear,Price\n2026,1799\n', "interactive_chart");
    await blockOn(page, chart).getByText("could not be loaded").waitFor();
    await blockOn(page, chart).getByRole("cell", { name: "1799" }).waitFor();
    const text = server.add(inDocument, "The page lives");
    await expect.poll(() => blockOn(page, text).innerText()).toContain("The page lives");
  });

  it("[WORK-19] what is hostile runs nothing, loads nothing, and is shown as the text it is", async () => {
    const { server, inDocument, inChat, query } = await prepared();
    const evil = [
      "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'>",
      "[click](javascript:window.harmed=3) ![pic](https://evil.example/a.png) ![d](data:image/svg+xml,<svg onload=harmed=4>)",
      "<iframe srcdoc='<script>parent.harmed=5</script>'></iframe>",
      "a\u202eb\u001b[31mc",
    ];
    for (const text of evil) {
      server.add(inDocument, text, "md", { title: text });
      server.add(inDocument, `Name\n${text}`, "csv", { title: text });
      server.add(inDocument, text, "interactive_chart", { title: text });
      server.add(
        inDocument,
        `{"kind":"line","title":${JSON.stringify(text)},"series":[${JSON.stringify(text)}]}\n1,2`,
        "interactive_chart",
      );
      server.add(inDocument, text, "image/png", { title: text });
      const actions = [{ tool: text, label: text }];
      server.add(
        inChat,
        text,
        "md",
        { role: "assistant", error: text, room: text, actions },
        { type: "agent", model: text, name: text },
      );
    }
    const { page, troubles, requests } = await opened(server.url + query);
    server.tell({ type: "error", block_ids: "", content: evil.join("\n") });
    await page.locator(".trouble-note").waitFor();
    await expect.poll(() => page.locator("canvas").count()).toBe(evil.length);
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(await page.locator("iframe, script:not([src]), .document-pane img[src^='http']").count()).toBe(0);
    expect(await page.locator("body").textContent()).not.toMatch(/[\u202e\u001b]/);
    const links = await page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol + a.rel)");
    expect((links as string[]).every((each) => /^https?:noopener/.test(each))).toBe(true);
    expect(troubles).toEqual([]);
    expect(requests.filter((url) => url.includes("evil"))).toEqual([]);
  });

  it("[WORK-29] the document is handed over as files, with its charts as pictures", async () => {
    const { server, inDocument, query } = await prepared();
    server.add(inDocument, "Gold is *old*.");
    server.add(inDocument, '{"kind":"line","x":"Year","series":["Price"]}\n2020,1770\n2021,1799', "interactive_chart");
    const { page, troubles } = await opened(server.url + query);
    const saved = async (name: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      const file = await download;
      return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
    };
    const [name, markdown] = await saved("Markdown");
    expect([name, markdown]).toEqual(["Gold.md", expect.stringContaining("Gold is *old*.")]);
    const [htmlName, html] = await saved("HTML");
    expect([htmlName, html]).toEqual(["Gold.html", expect.stringContaining("<em>old</em>")]);
    expect(html).toContain('src="data:image/png;base64,');
    expect(troubles).toEqual([]);
  });
});
