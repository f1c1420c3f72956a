/** [VERIFY-5] No message is there twice: its id is made of its seq, and a push id is that of one message. */
import { BoundedMap } from "./bounded-map.ts";
import type { MakeRule } from "./rule.ts";

/** Of one sender: as many as the room itself remembers, so an older one may come again. */
const REMEMBERED_PUSHES = 64;
/** In a room of one process no two ids are alike, whoever pushes. */
const REMEMBERED_IN_ALL = 4_096;

export const duplicateRule: MakeRule = ({ facts, violation }) => {
  /** Of each sender, the lines of its last push ids. */
  const pushes = new BoundedMap<string, BoundedMap<string, number>>();
  const all = new BoundedMap<string, number>(REMEMBERED_IN_ALL);
  return {
    read({ line, record }) {
      if (record.type !== "chat") return;
      const { user, seq, message_id, push_id } = record;
      if (message_id !== `msg-${seq}`) violation(line, `message id ${message_id} is not that of seq ${seq}`);
      const own = pushes.ensure(user, () => new BoundedMap(REMEMBERED_PUSHES));
      const first = own.get(push_id) ?? (facts.whole ? all.get(push_id) : undefined);
      if (first !== undefined) violation(line, `push id ${push_id} was that of the message in line ${first}`);
      own.set(push_id, line);
      all.set(push_id, line);
    },
  };
};
