/** What went wrong and has to be known at once. */
import { nameText } from "../state/display-text.ts";
import { usePage } from "./page-context.ts";

export function FailureNotice() {
  const failure = usePage((page) => page.failure ?? page.source?.failure ?? null);
  return failure === null ? null : (
    <div className="failure" role="alert">
      {nameText(failure)}
    </div>
  );
}
