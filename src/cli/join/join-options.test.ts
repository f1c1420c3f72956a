import { describe, expect, it } from "vitest";
import { ChatError, type ChatErrorCode } from "../../chatroom/index.ts";
import { UsageError } from "../usage-error.ts";
import { entryError, ServerGone } from "./join-errors.ts";
import { joinOptions } from "./join-options.ts";

const URL = "http://127.0.0.1:8894";

describe("[PERSON-13] what join is told", () => {
  it("is the address, and the name of the user where no other is given", () => {
    expect(joinOptions(URL, {}, { USER: "ada" })).toMatchObject({ url: URL, name: "ada", room: null, token: null });
    expect(joinOptions(URL, {}, { USERNAME: "Ada" }).name).toBe("Ada");
    expect(joinOptions(URL, { as: "Bob" }, { USER: "ada" }).name).toBe("Bob");
    expect(joinOptions("localhost:8894/rooms/tea/", { as: "Bob" }, {}).url).toBe("http://localhost:8894/rooms/tea");
  });

  it("takes the token from the environment, unless it is given", () => {
    const env = { LLM_CHAT_TOKEN: "one" };
    expect(joinOptions(URL, { as: "Bob" }, env).token).toBe("one");
    expect(joinOptions(URL, { as: "Bob", token: "two" }, env).token).toBe("two");
  });

  it("--no-color and --color are louder than the environment", () => {
    expect(joinOptions(URL, { as: "Bob", color: false }, {}).env["NO_COLOR"]).toBe("1");
    expect(joinOptions(URL, { as: "Bob", color: true }, { NO_COLOR: "1" }).env).toMatchObject({ FORCE_COLOR: "1" });
  });

  it.each([
    ["not an address", {}, '"not an address" is no address of a server; write it like http://127.0.0.1:8894'],
    ["ftp://127.0.0.1", {}, '"ftp://127.0.0.1" is no address of a server'],
    ["http://me:secret@127.0.0.1", { as: "Bob" }, "give the token with --token"],
    [URL, {}, "your name in the room is missing; give it with --as, like --as Ada"],
    [URL, { as: "" }, '--as: "" cannot be a name: it is empty'],
    [URL, { as: "a|b" }, '--as: "a|b" cannot be a name'],
  ])("%s with %j is refused with the fix", (url, raw, message) => {
    const attempt = () => joinOptions(url, raw, {});
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });

  it("a user name that is no name for a room names --as", () => {
    expect(() => joinOptions(URL, {}, { USER: "system" })).toThrow(/reserved.*; give a name with --as$/);
  });
});

describe("[PERSON-13] a room that cannot be entered", () => {
  const options = joinOptions(URL, { as: "Bob" }, {});

  it.each([
    ["unauthorized", "no", `${URL} wants a token; give it with --token or in LLM_CHAT_TOKEN`],
    ["invalid_name", "no name", "--as: no name"],
    ["name_taken", "Bob is here; choose another name", "--as: Bob is here; choose another name"],
    ["server_error", "what?", `what?; is ${URL} an llm-chat server?`],
    ["limit_reached", "the room is full", `${URL}: the room is full`],
  ] satisfies [ChatErrorCode, string, string][])("%s is wrong usage, and names the fix", (code, message, line) => {
    const error = entryError(new ChatError(code, message), options);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: line });
  });

  it("says that a token is the wrong one where there is one", () => {
    const error = entryError(new ChatError("unauthorized", "no"), { ...options, token: "x" });
    expect(error).toMatchObject({ message: `${URL} does not take this token; check --token and LLM_CHAT_TOKEN` });
  });

  it("is a failure where no server answers", () => {
    const error = entryError(new ChatError("disconnected", "ECONNREFUSED"), options);
    expect(error).toBeInstanceOf(ServerGone);
    expect(error).toMatchObject({ message: `${URL}: ECONNREFUSED; check that the server runs (llm-chat serve)` });
  });

  it("is named, whether it is from the address or from --room", () => {
    const gone = new ChatError("unknown_room", "no");
    const inUrl = { ...options, url: `${URL}/rooms/tea` };
    expect(entryError(gone, inUrl)).toMatchObject({ message: expect.stringContaining(`no room "tea" at ${URL};`) });
    expect(entryError(gone, { ...inUrl, room: "milk" })).toMatchObject({
      message: expect.stringContaining('no room "milk"'),
    });
  });
});
