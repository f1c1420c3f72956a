/**
 * The part of a room that is not history: who was refused how often, whom the floor is lent to, and when leases end.
 * All times are monotonic ms. Lost in a restart, and harmlessly so: everybody begins with a fresh lease.
 */
import { LIMITS } from "../protocol.ts";

export interface FloorState {
  /** Refused pushes in a row, by participant. */
  readonly refusals: Map<string, number>;
  /** Who goes first: the floor is lent to the first; the others wait for it, in order. */
  readonly lent: string[];
  lentUntil: number;
  stickUntil: number;
}

export function emptyFloor(): FloorState {
  return { refusals: new Map(), lent: [], lentUntil: Infinity, stickUntil: Infinity };
}

/** Whom the floor is lent to; null where everybody may push. */
export function floorHolder(floor: FloorState): string | null {
  return floor.lent[0] ?? null;
}

/** Counts a refused push; the third in a row puts the participant in line for the floor. */
export function countRefusal(floor: FloorState, name: string, now: number): void {
  const count = (floor.refusals.get(name) ?? 0) + 1;
  floor.refusals.set(name, count);
  if (count >= LIMITS.refusalsBeforeFloor) queueForFloor(floor, name, now);
}

/** One more refusal would be one too many: the push waits for its turn instead. */
export function mustWaitForFloor(floor: FloorState, name: string): boolean {
  return (floor.refusals.get(name) ?? 0) + 1 >= LIMITS.refusalsBeforeFloor;
}

export function queueForFloor(floor: FloorState, name: string, now: number): void {
  if (floor.lent.includes(name)) return;
  floor.lent.push(name);
  if (floor.lent.length === 1) floor.lentUntil = now + LIMITS.lentFloorMs;
}

/** Gives the floor, or the place in line for it, back; the next in line has it then. The count of refusals stays. */
export function leaveLine(floor: FloorState, name: string, now: number): void {
  const place = floor.lent.indexOf(name);
  if (place < 0) return;
  floor.lent.splice(place, 1);
  if (place === 0) floor.lentUntil = floor.lent.length > 0 ? now + LIMITS.lentFloorMs : Infinity;
}

/** A push of `name` went through, or `name` is gone or silent: its count begins anew. */
export function clearRefusals(floor: FloorState, name: string, now: number): void {
  floor.refusals.delete(name);
  leaveLine(floor, name, now);
}

/** A sign of life: the lent floor and the stick's lease of `name` begin anew. */
export function renew(floor: FloorState, name: string, stickHolder: string | null, now: number): void {
  if (floor.lent[0] === name) floor.lentUntil = now + LIMITS.lentFloorMs;
  if (stickHolder === name) leaseStick(floor, name, now);
}

/** The stick has passed to `holder`: its lease begins now. */
export function leaseStick(floor: FloorState, holder: string | null, now: number): void {
  floor.stickUntil = holder === null ? Infinity : now + LIMITS.stickLeaseMs;
}
