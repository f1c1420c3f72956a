/** Whether two secrets are the same; it takes as long whatever the difference is. */
import { createHmac, timingSafeEqual } from "node:crypto";

export function equalSecrets(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
