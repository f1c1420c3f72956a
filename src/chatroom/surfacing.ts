/** Calls what somebody else has given us. Its fault is none of ours: it surfaces by itself, and we go on. */
export function surfacing(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
