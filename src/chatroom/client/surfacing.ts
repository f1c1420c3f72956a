/** Calls what somebody else has given us. Its fault is no fault of the connection: it surfaces by itself, and we go on. */
export function surfacing(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
