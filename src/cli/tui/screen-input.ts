/** How a full screen takes keys and pasted text: they go to its model, until it closes; Ctrl-L draws it anew. */
import type { InkScreen } from "./ink-screen.ts";
import type { Press } from "./keys.ts";

/** What a key can be, on any screen: those who write several lines know one more. */
type AnyPress = Press | { readonly type: "newline" };

export interface InputModel<P extends AnyPress> {
  press(press: P): void;
  paste(text: string): void;
}

export interface ScreenInput<P extends AnyPress> {
  readonly onPress: (presses: readonly P[]) => void;
  readonly onPaste: (text: string) => void;
}

/** `update`: something may look different now. */
export function screenInput<P extends AnyPress>(
  screen: Pick<InkScreen, "closed" | "redraw">,
  model: InputModel<P>,
  update: () => void,
): ScreenInput<P> {
  return {
    onPress(presses) {
      for (const press of presses) {
        if (screen.closed) return;
        if (press.type === "control" && press.letter === "l") screen.redraw();
        else model.press(press);
      }
      update();
    },
    onPaste(text) {
      model.paste(text);
      update();
    },
  };
}
