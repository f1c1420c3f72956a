/**
 * Blocks are drawn when they come near to what is seen, and the others one after the other while nothing else is to be
 * done: a long document opens at once, and is whole soon after.
 */
export type DrawBlock = () => void;

/** Around what is seen. */
const NEAR = "1400px 0px";
/** Blocks drawn at once while nobody waits for them. */
const AT_ONCE = 3;

export class DrawQueue {
  readonly #waiting = new Map<Element, DrawBlock>();
  /** By what is scrolled. */
  readonly #observers = new Map<Element | null, IntersectionObserver>();
  #isIdling = false;

  /** Returns how to take it back. */
  add(element: Element, draw: DrawBlock): () => void {
    this.#waiting.set(element, draw);
    this.#observerOf(element).observe(element);
    this.#idle();
    return () => this.#forget(element);
  }

  /** For a printer. */
  readonly drawAll = (): void => {
    for (const element of [...this.#waiting.keys()]) this.#draw(element);
  };

  #observerOf(element: Element): IntersectionObserver {
    const root = element.closest(".scroller");
    const found = this.#observers.get(root);
    if (found) return found;
    const made = new IntersectionObserver((entries) => this.#see(entries), { root, rootMargin: NEAR });
    this.#observers.set(root, made);
    return made;
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) if (isIntersecting) this.#draw(target);
  }

  #draw(element: Element): void {
    const draw = this.#waiting.get(element);
    this.#forget(element);
    draw?.();
  }

  #forget(element: Element): void {
    this.#waiting.delete(element);
    for (const observer of this.#observers.values()) observer.unobserve(element);
  }

  #idle(): void {
    if (this.#isIdling || this.#waiting.size === 0) return;
    this.#isIdling = true;
    whenIdle(() => {
      this.#isIdling = false;
      for (const element of [...this.#waiting.keys()].slice(0, AT_ONCE)) this.#draw(element);
      this.#idle();
    });
  }
}

function whenIdle(callback: () => void): void {
  // Not every browser has it.
  if ("requestIdleCallback" in globalThis) requestIdleCallback(callback, { timeout: 2_000 });
  else setTimeout(callback, 60);
}
