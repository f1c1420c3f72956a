/** [VERIFY-13] An agent's message is its draft, to the letter: what it had appended, without what it had undone. */
import { jointOf } from "../../chatroom/core/draft.ts";
import { fieldsOf } from "../fields.ts";
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import { isRedacted } from "./redacted.ts";
import type { MakeRule } from "./rule.ts";

interface Segment {
  readonly text: string;
  /** What follows belongs to the same word. */
  readonly isCutInWord: boolean;
}

interface Writer {
  draft: Segment[];
  /** Of the append under way. */
  asked: string;
  /** A draft that was sent, and whose message is still to come over the stream of a served room. */
  sent: string | null;
  /** The message of the push under way has been seen. */
  hasSpoken: boolean;
}

export const draftRule: MakeRule = ({ facts, proof, violation }) => {
  const writers = new BoundedMap<string, Writer>();
  const writerOf = (name: string) =>
    writers.ensure(name, () => ({ draft: [], asked: "", sent: null, hasSpoken: false }));

  const readMessage = (line: number, { user, content }: RecordOf<"chat">) => {
    const writer = writerOf(user);
    const draft = writer.sent ?? textOf(writer.draft);
    if (writer.sent === null) writer.hasSpoken = true;
    writer.sent = null;
    if (isRedacted(content) || isRedacted(draft)) {
      proof.redacted++;
    } else if (content !== draft) {
      violation(line, `what ${user} said is not its draft, ${differenceOf(draft, content)}`);
    } else {
      proof.compared++;
    }
  };

  const readAnswer = (line: number, response: RecordOf<"tool_response">) => {
    const { user, function: action, status, reason } = response;
    const writer = writerOf(user);
    const isEmpty = writer.draft.length === 0;
    if (status === 0) {
      if (!isEmpty && (reason === "nothing_to_undo" || reason === "no_draft")) {
        violation(line, `${user} was told that its draft is empty, and it is not`);
        writer.draft = [];
      }
      return;
    }
    if (status === undefined) return;
    switch (action) {
      case "append": {
        const text = response.appended ?? writer.asked;
        const next = writer.asked.charAt(text.length);
        writer.draft.push({ text, isCutInWord: status === 2 && !/^\s/u.test(next) });
        return;
      }
      case "undo":
        if (isEmpty) violation(line, `${user} takes a segment back, and its draft is empty`);
        writer.draft.pop();
        return;
      case "push":
        if (!writer.hasSpoken && facts.served) writer.sent = textOf(writer.draft);
        writer.draft = [];
        return;
      case "reset":
        writer.draft = [];
        return;
      default:
        return;
    }
  };

  return {
    read({ line, record, notice }) {
      switch (record.type) {
        case "tool_call": {
          const writer = writerOf(record.user);
          if (record.function === "push") writer.hasSpoken = false;
          const { text } = fieldsOf(record.arguments);
          if (record.function === "append") writer.asked = typeof text === "string" ? text : "";
          break;
        }
        case "tool_response":
          readAnswer(line, record);
          break;
        case "chat":
          if (facts.speaksHere(record.user)) readMessage(line, record);
          break;
        case "system":
          if (notice?.type === "left") writers.delete(notice.participant);
          break;
        default:
          break;
      }
    },
  };
};

function textOf(draft: readonly Segment[]): string {
  return draft
    .map(({ text }, index) => {
      const before = draft[index - 1];
      return before === undefined || before.isCutInWord ? text : jointOf(before.text, text) + text;
    })
    .join("");
}

/** Where the two part: the character, from 1. */
function differenceOf(draft: string, content: string): string {
  if (draft === "") return "which is empty";
  let at = 0;
  while (at < draft.length && draft[at] === content[at]) at++;
  return `from character ${at + 1} on`;
}
