/** The way to the prompt's field for who is elsewhere on the page. */
export interface PromptHandle {
  focus(): void;
  fill(text: string): void;
}

export class PromptField {
  #handle: PromptHandle | null = null;

  /** Returns how to take it back. */
  attach(handle: PromptHandle): () => void {
    this.#handle = handle;
    return () => {
      if (this.#handle === handle) this.#handle = null;
    };
  }

  /** At once: who types on writes there. On a phone it is seen only after its pane is. */
  focus(): void {
    this.#handle?.focus();
    setTimeout(() => this.#handle?.focus());
  }

  fill(text: string): void {
    this.#handle?.fill(text);
  }
}
