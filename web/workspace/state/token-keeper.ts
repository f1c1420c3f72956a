/** The token of a person, kept for the tab where the browser allows it. */
const NAME = "llm-chat token";

export class TokenKeeper {
  readonly #storage: () => Pick<Storage, "getItem" | "setItem">;
  #token: string | null = null;

  constructor(storage: () => Pick<Storage, "getItem" | "setItem">) {
    this.#storage = storage;
    try {
      this.#token = storage().getItem(NAME);
    } catch {
      // The browser refuses its storage: a reload asks again.
    }
  }

  get token(): string | null {
    return this.#token;
  }

  keep(token: string): void {
    this.#token = token;
    try {
      this.#storage().setItem(NAME, token);
    } catch {
      // It is kept for as long as the page is open.
    }
  }
}
