/**
 * What becomes of a connection, as sentences for people. An outage is one piece of news, however many attempts it takes,
 * whatever each of them fails with, and however many seats of this process share it.
 */
import type { ConnectionStatus } from "../chatroom/client/index.ts";

export class ConnectionNews {
  readonly #tell: (sentence: string) => void;
  readonly #connection: string;
  /** The seats that have no connection now. */
  readonly #away = new Set<string>();
  #told: "nothing" | "lost" | "broken" = "nothing";

  /** `to`: where the connection leads, if that is not clear. */
  constructor(tell: (sentence: string) => void, to: string | null = null) {
    this.#tell = tell;
    this.#connection = to === null ? "The connection" : `The connection to ${to}`;
  }

  /** `seat`: whose status it is, where there are several. */
  hear(status: ConnectionStatus, seat = ""): void {
    switch (status.type) {
      case "reconnecting":
        this.#away.add(seat);
        if (this.#told !== "nothing") return;
        this.#told = "lost";
        this.#tell(`${this.#connection} is lost (${status.reason}); trying again.`);
        return;
      case "broken":
        this.#away.add(seat);
        if (this.#told === "broken") return;
        this.#told = "broken";
        this.#tell(`${this.#connection} is lost: ${status.error.message}`);
        return;
      case "connected":
        this.#away.delete(seat);
        if (this.#told === "nothing" || this.#away.size > 0) return;
        this.#told = "nothing";
        this.#tell("The server is back.");
        return;
      case "closed":
        this.#away.delete(seat);
        return;
      case "idle":
      case "connecting":
        return;
    }
  }
}
