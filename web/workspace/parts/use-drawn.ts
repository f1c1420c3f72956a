/** Whether an element's content is drawn: at once, or when its turn comes. */
import { type RefObject, useEffect, useState } from "react";
import { useWorkspace } from "./workspace-context.ts";

export function useDrawn(element: RefObject<HTMLElement | null>, isAtOnce: boolean): boolean {
  const { drawQueue } = useWorkspace();
  // What has been drawn stays.
  const [wasDrawn, setDrawn] = useState(isAtOnce);
  const isDrawn = wasDrawn || isAtOnce;
  useEffect(() => {
    if (!isDrawn && element.current) return drawQueue.add(element.current, () => setDrawn(true));
  }, [isDrawn, drawQueue, element]);
  return isDrawn;
}
