/** What every contestant does: conversations of so many model turns, each an `append` and a `push` called at once. */
export const TURNS = 20;
/** Words of an append: as many pieces of the stream. */
export const WORDS = 40;
export const TOPIC = "Should we colonise Mars?";
export const AGENT = "Ada";
export const MODEL = "fake-model";
