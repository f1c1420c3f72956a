/** Numbers and times as people read them, as the page says them too. */
export { cost, count, duration, elapsed, plural } from "../../logging/numbers.ts";
