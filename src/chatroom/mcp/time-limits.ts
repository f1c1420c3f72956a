/** How long a call may take. Hosts give up on one after 60 s; what they no longer wait for they never read. */

/** A `check` without a timeout of its own. */
export const CHECK_DEFAULT_MS = 25_000;
/** Every call is over by then, whatever was asked for. */
export const LONGEST_CALL_MS = 50_000;
/** So often a host that wants to know hears that a call is still under way. */
export const PROGRESS_MS = 5_000;
