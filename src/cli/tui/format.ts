/** Numbers and times as people read them, the same on every screen and in what is exported. */
export { cost, count, duration, elapsed, plural } from "../../logging/figures.ts";
