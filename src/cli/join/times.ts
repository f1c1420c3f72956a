/** Times of the conversation as the person's clock shows them. */
export class Times {
  readonly #time: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;

  /** `timeZone`: default the machine's. */
  constructor(timeZone?: string) {
    const zone = timeZone === undefined ? {} : { timeZone };
    this.#time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...zone });
    const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
    this.#day = new Intl.DateTimeFormat("en-GB", { ...day, ...zone });
  }

  /** 10:31 */
  time(at: number): string {
    return Number.isNaN(at) ? "--:--" : this.#time.format(at);
  }

  /** Friday 16 January 2026; two moments of one day have the same. */
  day(at: number): string {
    return Number.isNaN(at) ? "" : this.#day.format(at);
  }
}
