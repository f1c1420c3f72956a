import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "./config-file.ts";
import { withEnvFile } from "./env-file.ts";
import { loadPersonas } from "./personas.ts";
import { loadScenario } from "./scenario-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "llm-chat-"));
});
afterEach(() => rm(folder, { recursive: true }));
const write = (name: string, text: string) => writeFile(path.join(folder, name), text);

describe("loadScenario", () => {
  it("reads YAML and JSON", async () => {
    await write("a.yaml", "topic: Tea # with a comment\nagents:\n  - name: Ada\n");
    await write("b.json", '{"topic": "Tea", "agents": [{"name": "Ada"}]}');
    const expected = { topic: "Tea", agents: [{ name: "Ada" }] };
    expect(await loadScenario("a.yaml", folder)).toEqual(expected);
    expect(await loadScenario("b.json", folder)).toEqual(expected);
  });

  it("names the file and the place of what is wrong", async () => {
    await write("a.yaml", "topic: Tea\nagents:\n  - name: [Ada\n");
    await expect(loadScenario("a.yaml", folder)).rejects.toThrow(/a\.yaml, line \d+, column \d+: /);
    await write("b.yaml", "topik: Tea\n");
    await expect(loadScenario("b.yaml", folder)).rejects.toThrow('b.yaml: unknown key "topik"; did you mean "topic"?');
    await expect(loadScenario("c.yaml", folder)).rejects.toThrow("--scenario: there is no file c.yaml");
    await expect(loadScenario(".", folder)).rejects.toThrow("it is a folder");
  });

  it("does not let a small file unfold into a huge one", async () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(",")}]`);
    await write("bomb.yaml", `l0: &l0 [x]\n${levels.join("\n")}\n`);
    await expect(loadScenario("bomb.yaml", folder)).rejects.toThrow("bomb.yaml");
  });
});

describe("loadPersonas", () => {
  it("makes an agent of each JSON file, in the order of their names, and leaves other files alone", async () => {
    await write("2.json", '{"username": "Dwight", "interest": ["beets", "bears"], "age": 38}');
    await write("1.json", '{"username": "Jim", "interest": "pranks", "model": "demo/jim"}');
    await write("notes.txt", "not a persona");
    expect(await loadPersonas(".", folder)).toEqual([
      { name: "Jim", persona: "You are interested in: pranks", model: "demo/jim" },
      { name: "Dwight", persona: "You are interested in: beets, bears", model: null },
    ]);
  });

  it("names the file of what is wrong", async () => {
    await expect(loadPersonas(".", folder)).rejects.toThrow("--exp-dir: . holds no .json file");
    await expect(loadPersonas("none", folder)).rejects.toThrow("--exp-dir: there is no folder none");
    await write("a.json", '{"interest": "x"}');
    await expect(loadPersonas(".", folder)).rejects.toThrow('a.json: username: needs a "username"');
    await write("a.json", '{"username": ');
    await expect(loadPersonas(".", folder)).rejects.toThrow(/a\.json, line 1/);
    await write("a.json", '{"username": "Jim", "interest": 5}');
    await expect(loadPersonas(".", folder)).rejects.toThrow('"interest" must be text or a list of texts');
    await expect(loadPersonas("a.json", folder)).rejects.toThrow("is a file; give the folder it is in");
  });

  it("refuses two files of one name", async () => {
    await write("a.json", '{"username": "Jim"}');
    await write("b.json", '{"username": "Jim"}');
    await expect(loadPersonas(".", folder)).rejects.toThrow('a.json and b.json both call themselves "Jim"');
  });
});

describe("loadConfig", () => {
  it("is empty where there is no file", async () => {
    expect(await loadConfig(undefined, folder, path.join(folder, "none"))).toEqual({ config: {}, file: null });
  });

  it("takes the user's file, but never one that lies in the working folder", async () => {
    await mkdir(path.join(folder, "mine"));
    await write("config.yaml", "floor: stick\n");
    expect((await loadConfig(undefined, folder, path.join(folder, "mine"))).config).toEqual({});
    await write("mine/config.yaml", "floor: stick\nmodels:\n  fast: {provider: openai, model: gpt-6-luna}\n");
    expect((await loadConfig(undefined, folder, path.join(folder, "mine"))).config).toEqual({
      floor: "stick",
      models: { fast: { provider: "openai", model: "gpt-6-luna" } },
    });
  });

  it("takes the file of --config instead, and wants it to be there", async () => {
    await write("other.json", '{"log_dir": "elsewhere"}');
    expect(await loadConfig("other.json", folder, folder)).toEqual({
      config: { log_dir: "elsewhere" },
      file: "other.json",
    });
    await expect(loadConfig("none.json", folder, folder)).rejects.toThrow("--config: there is no file none.json");
  });

  it("says what is wrong, and never repeats what may be a key", async () => {
    await write(
      "config.yaml",
      'models:\n  a: {provider: opnai, model: x}\n  b: {model: y}\n  c: {provider: openai, model: z, key_env: "sk-secret-123"}\n  d: {provider: openai, model: z, base_url: "localhost:1"}\n  e: {provider: openai, modell: z}\n',
    );
    const message = await loadConfig(undefined, folder, folder).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(message).toContain('models.a.provider: unknown provider "opnai"; did you mean "openai"?');
    expect(message).toContain("models.b: needs a provider or a base_url");
    expect(message).toContain("models.c.key_env: must be the name of a variable, not a key");
    expect(message).toContain("models.d.base_url: must begin with http:// or https://");
    expect(message).toContain('models.e: unknown key "modell"; did you mean "model"?');
    expect(message).not.toContain("sk-secret");
  });
});

describe("withEnvFile", () => {
  it("adds what the file says to what is set, and what is set wins", async () => {
    await write("keys", '# keys\nOPENAI_API_KEY="from the file"\nexport GROQ_API_KEY=g\nHOME=x\n');
    const env = await withEnvFile({ HOME: "/home/me", EMPTY: undefined }, "keys", folder);
    expect(env).toEqual({ OPENAI_API_KEY: "from the file", GROQ_API_KEY: "g", HOME: "/home/me" });
    await expect(withEnvFile({}, "none", folder)).rejects.toThrow("--env-file: there is no file none");
  });
});
