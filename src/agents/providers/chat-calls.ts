/** Puts tool calls together from the pieces of a Chat Completions stream, ids and indexes missing or not. */
import { argumentsText } from "./call-arguments.ts";
import type { ChatCallPiece } from "./chat-chunk.ts";
import type { TurnAssembler } from "./turn-assembler.ts";

interface Slot {
  /** As the server wrote it. */
  readonly wireId: string;
  readonly call_id: string;
  name: string;
  /** Set once the name is known and the call was told of. */
  handle: number | undefined;
  arguments: string;
  extra: Record<string, unknown>;
}

export class ChatCalls {
  readonly #turn: TurnAssembler;
  readonly #usedIds: Set<string>;
  readonly #historyLength: number;
  readonly #slots: Slot[] = [];
  readonly #byIndex = new Map<number, Slot>();

  /** `usedIds`: of the history; an id that is missing or was used before is replaced by one made of the place. */
  constructor(turn: TurnAssembler, usedIds: ReadonlySet<string>, historyLength: number) {
    this.#turn = turn;
    this.#usedIds = new Set(usedIds);
    this.#historyLength = historyLength;
  }

  add(piece: ChatCallPiece): void {
    const slot = this.#slotOf(piece);
    const { index: _index, id: _id, type: _type, function: part, ...extra } = piece;
    Object.assign(slot.extra, extra);
    if (slot.name === "" && part?.name) slot.name = part.name;
    const text = argumentsIn(part?.arguments);
    slot.arguments += text;
    if (slot.handle !== undefined) this.#turn.addArguments(slot.handle, text);
    else if (slot.name !== "") this.#tell(slot);
  }

  /** The calls as the next request sends them back. Servers parse the arguments again, so they must be an object. */
  end(): readonly Record<string, unknown>[] {
    return this.#slots.map((slot) => {
      if (slot.handle === undefined) this.#tell(slot);
      const call = { name: slot.name, arguments: argumentsText(slot.arguments) };
      return { id: slot.call_id, type: "function", function: call, ...slot.extra };
    });
  }

  #tell(slot: Slot): void {
    slot.handle = this.#turn.startCall(slot.call_id, slot.name);
    this.#turn.addArguments(slot.handle, slot.arguments);
  }

  #slotOf(piece: ChatCallPiece): Slot {
    const known = typeof piece.index === "number" ? this.#byIndex.get(piece.index) : this.#slots.at(-1);
    const wireId = piece.id ?? "";
    const named = Boolean(piece.function?.name);
    // Some servers number every call 0, or none: a name with another id, or a name without an index, begins a new call.
    const another =
      known &&
      named &&
      known.name !== "" &&
      (wireId !== "" ? wireId !== known.wireId : typeof piece.index !== "number");
    if (known && !another) return known;
    const slot: Slot = { wireId, call_id: this.#idFor(wireId), name: "", handle: undefined, arguments: "", extra: {} };
    this.#slots.push(slot);
    if (typeof piece.index === "number") this.#byIndex.set(piece.index, slot);
    return slot;
  }

  #idFor(wireId: string): string {
    const made = `call_${this.#historyLength}_${this.#slots.length}`;
    const id = wireId === "" || this.#usedIds.has(wireId) ? made : wireId;
    this.#usedIds.add(id);
    return id;
  }
}

function argumentsIn(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}
