import { describe, expect, it } from "vitest";
import { asMessageLine, continued, messageOf, readInputLine } from "./input-line.ts";

describe("[PERSON-1] a line that is entered", () => {
  it.each(["stick", "undo", "reset", "who", "help", "quit"])("/%s is a command", (name) => {
    expect(readInputLine(`/${name}`)).toEqual({ type: "command", name });
    expect(readInputLine(`/${name.toUpperCase()}  `)).toEqual({ type: "command", name });
  });

  it("is a message where it does not begin with a slash, or begins with two", () => {
    expect(readInputLine("either/or")).toEqual({ type: "message", text: "either/or" });
    expect(readInputLine(" /who")).toEqual({ type: "message", text: " /who" });
    expect(readInputLine("//who")).toEqual({ type: "message", text: "/who" });
    expect(readInputLine("///")).toEqual({ type: "message", text: "//" });
  });

  it.each([
    ["/foo", "there is no /foo; there is /stick /undo /reset /who /help /quit, and //text sends a text with /"],
    ["/quti", "there is no /quti; did you mean /quit? To send it as text: //quti"],
    ["/who is there", "/who takes nothing behind it; a text that begins with / is sent by //"],
    ["/constructor", "there is no /constructor; there is"],
    ["/", "there is no /; there is"],
  ])("%s says what there is", (line, problem) => {
    const read = readInputLine(line);
    expect(read).toMatchObject({ type: "unknown" });
    expect(read.type === "unknown" && read.problem).toContain(problem);
  });

  it.each(["text", "/quit", "//", "/", ""])("asMessageLine gives back what is taken for %j", (text) => {
    expect(readInputLine(asMessageLine(text))).toEqual({ type: "message", text });
  });
});

describe("[PERSON-2] several lines", () => {
  it("are joined by one backslash at the end; two are two", () => {
    expect(continued("one\\")).toBe("one");
    expect(continued("one\\\\")).toBeNull();
    expect(continued("one\\\\\\")).toBe("one\\\\");
    expect(continued("one")).toBeNull();
    expect(continued("\\")).toBe("");
  });

  it("lose what is blank around them, and keep what indents them", () => {
    expect(messageOf(["", "  ", "  if (a)", "", "    b();  ", "", ""])).toBe("  if (a)\n\n    b();");
    expect(messageOf(["", " \t"])).toBe("");
  });
});
