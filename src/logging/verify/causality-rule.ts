/**
 * [VERIFY-6] Nobody sends past an unseen message: `expected_seq` covers every earlier message of somebody else, and, of
 * the log's own agents, it is true: their own answers had shown that much, and no more, when the model was asked.
 */
import { SERVER_NAME } from "../../chatroom/protocol.ts";
import type { RecordOf } from "../record.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

/** How far an agent has been shown the room, in seqs. What is its own is not shown, so that there is a least and a most. */
interface Shown {
  /** The last one that an answer names. */
  readonly least: number;
  /** What it was told as words (when it came, when its history began anew) has no seq: all until then may be in it. */
  readonly most: number;
  /** The last that there was in the room. */
  readonly ceiling: number;
}

interface Reader {
  shown: Shown;
  /** When the model was asked: what came later in the same turn, it had not read. null before its first turn. */
  asOf: Shown | null;
  isInstructed: boolean;
}

export const causalityRule: MakeRule = ({ facts, proof, violation }) => {
  const readers = new BoundedMap<string, Reader>();
  const readerOf = (name: string) =>
    readers.ensure(name, () => ({ shown: { least: 0, most: 0, ceiling: 0 }, asOf: null, isInstructed: false }));
  /** The last message, and the last that its sender did not send. */
  const head = { seq: 0, sender: SERVER_NAME, seqOfOthers: 0, senderOfOthers: SERVER_NAME };

  /** The highest seq that was shown too early, and told of once. */
  let told = 0;

  const show = (reader: Reader, seq: number, isNamed: boolean) => {
    const { least, most } = reader.shown;
    reader.shown = {
      least: isNamed ? Math.max(least, seq) : least,
      most: Math.max(most, seq),
      ceiling: Math.max(facts.lastSeq, seq),
    };
  };

  const readAnswer = (line: number, { user, status, seen }: RecordOf<"tool_response">) => {
    if (status === undefined) return;
    const reader = readerOf(user);
    if (seen !== undefined && facts.whole) {
      if (seen > Math.max(facts.lastSeq, told)) {
        told = seen;
        violation(line, `${user} was shown seq ${seen}, and the room had come to ${facts.lastSeq}`);
      } else if (seen <= reader.shown.least) {
        violation(line, `${user} was shown seq ${seen} again: it had been shown ${reader.shown.least}`);
      }
    }
    show(reader, seen ?? 0, true);
  };

  const readMessage = (line: number, message: RecordOf<"chat">) => {
    const { user, seq, expected_seq: expected } = message;
    const own = head.sender === user;
    const before = own ? head.seqOfOthers : head.seq;
    const beforeBy = own ? head.senderOfOthers : head.sender;
    const isAgent = facts.speaksHere(user);
    if (expected === null) {
      proof.unconditional++;
      if (isAgent) violation(line, `${user}, an agent, has sent it without saying what it had seen`);
      return;
    }
    if (expected < before) {
      proof.crossed++;
      violation(
        line,
        `${user} had been shown seq ${expected} when it sent this, and ${beforeBy} had said seq ${before} before`,
      );
      return;
    }
    const asOf = readers.get(user)?.asOf;
    if (!isAgent || !asOf) return;
    if (before > asOf.most) {
      proof.crossed++;
      const claim = `${user} claims to have been shown seq ${expected}`;
      violation(line, `${claim}, but its answers had shown it ${asOf.most}, and ${beforeBy} had said seq ${before}`);
    } else if (expected >= seq) {
      violation(line, `${user} claims to have been shown seq ${expected}, which is not before its own seq ${seq}`);
    } else if (facts.whole && expected > asOf.ceiling) {
      violation(
        line,
        `${user} claims to have been shown seq ${expected}, but the room had come to ${asOf.ceiling} when it read`,
      );
    } else if (facts.whole && expected < asOf.least) {
      violation(line, `${user} claims to have been shown seq ${expected} only, but had been shown ${asOf.least}`);
    }
  };

  const passOn = ({ seq, user }: RecordOf<"chat">) => {
    // What stands in the wrong place is the business of the sequence.
    if (seq <= head.seq) return;
    if (user !== head.sender) {
      head.seqOfOthers = head.seq;
      head.senderOfOthers = head.sender;
    }
    head.seq = seq;
    head.sender = user;
  };

  return {
    read({ line, record, notice }) {
      switch (record.type) {
        case "chat":
          readMessage(line, record);
          passOn(record);
          break;
        case "tool_response":
          readAnswer(line, record);
          break;
        case "usage": {
          const reader = readerOf(record.user);
          reader.asOf = reader.shown;
          break;
        }
        case "system":
          if (notice?.type === "joined" && facts.isAgent(notice.participant)) {
            const reader = readerOf(notice.participant);
            show(reader, notice.unread_after, true);
            show(reader, record.seq ?? 0, false);
          }
          if (record.to !== undefined) {
            const reader = readerOf(record.to);
            if (!reader.isInstructed || record.new_history) show(reader, facts.lastSeq, false);
            reader.isInstructed = true;
          }
          break;
        default:
          break;
      }
    },
  };
};
