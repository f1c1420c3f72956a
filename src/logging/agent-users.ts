/** Which users of a log are agents, and how many of them are told apart. Browser-safe. */

/** A hostile log may name a million users: those beyond are in the conversation, but get no column. */
export const MOST_AGENTS = 200;

/** The session itself, the room, and nobody. */
const NOT_AGENTS: ReadonlySet<string> = new Set(["", "system", "Server"]);

export function isNoAgent(user: string): boolean {
  return NOT_AGENTS.has(user);
}
