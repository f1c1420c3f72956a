/** Whether an element is in sight, or nearly: of two hundred columns only these have rows. */
import { type RefObject, useEffect, useRef, useState } from "react";

export function useInSight(): [RefObject<HTMLElement | null>, boolean] {
  const element = useRef<HTMLElement>(null);
  const [isInSight, setInSight] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: "0px 600px",
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return [element, isInSight];
}
