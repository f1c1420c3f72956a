/** Live, replay, or what the connection does; and the line that tells when it is lost. */
import { nameText } from "../state/display-text.ts";
import type { ViewState } from "../../src/logging/view-types.ts";
import type { ConnectionState } from "../connect/connection.ts";
import type { PageState } from "../state/page-state.ts";
import { usePage, useTools } from "./page-context.ts";

/** `tone|word`: as one string it keeps its identity. */
function badgeOf({ origin, connection, source, view }: PageState): string {
  const isReplay = source !== null && !source.live;
  if (isReplay) return connection.status === "waiting" ? "trouble|Reconnecting" : "replay|Replay";
  if (origin.type === "none") return "off|";
  if (isOver(view, connection)) return "off|Ended";
  switch (connection.status) {
    case "off":
      return origin.type === "file" ? "replay|Opening" : "off|Disconnected";
    case "connecting":
      return "trouble|Connecting";
    case "waiting":
      return "trouble|Reconnecting";
    case "connected":
      return source?.following === false ? "replay|Live, behind" : "live|Live";
  }
}

export function ConnectionBadge() {
  const [tone = "off", word = ""] = usePage(badgeOf).split("|");
  return word === "" ? null : (
    <span className={`badge ${tone}`} data-testid="badge">
      {word}
    </span>
  );
}

/** Its server goes with it: that it is gone is no trouble then, only the next conversation is waited for. */
function isOver({ ended }: ViewState, { status }: ConnectionState): boolean {
  return ended !== null && status !== "off";
}

/** In words, for the panel and for those who hear it. */
export function connectionWords({ connection, origin, retryIn, source, view }: PageState): string {
  const seconds = Math.max(1, Math.ceil(retryIn / 1_000));
  switch (connection.status) {
    case "off":
      if (origin.type === "server") return source?.live === false ? "Playing the server's log" : "Not connected";
      return origin.type === "file" ? `Playing ${nameText(origin.name)}` : "Not connected";
    case "connecting":
      return connection.attempt > 1 ? `Connecting, attempt ${connection.attempt}` : "Connecting";
    case "connected":
      return source?.live === false ? "Connected, playing the server's log" : "Connected";
    case "waiting":
      if (source?.live === true && isOver(view, connection))
        return `The conversation has ended. Looking for the next one in ${seconds} s`;
      return `${capital(connection.why.replace(/\.$/, ""))}. Reconnecting in ${seconds} s (attempt ${connection.attempt + 1})`;
  }
}

export function ConnectionBanner() {
  const { model, isServed } = useTools();
  const words = usePage(connectionWords);
  const isWaiting = usePage(({ connection }) => connection.status === "waiting");
  // Kept while an attempt is made, else all below it would jump at each.
  const isShown = usePage(
    ({ connection }) => isWaiting || (connection.status === "connecting" && connection.attempt > 1),
  );
  const hasEnded = usePage(({ view, source }) => view.ended !== null && source?.live === true);
  // Each second would be read aloud: only that it is lost is told.
  const lost = hasEnded ? "The conversation has ended" : "The connection was lost, reconnecting";
  const told = isShown ? lost : words;
  return (
    <>
      <div className="only-heard" role="status" aria-live="polite">
        {told}
      </div>
      {isShown && (
        <div className={`banner ${hasEnded ? "calm" : ""}`}>
          <span data-testid="connection-words">{words}</span>
          {!isServed && !hasEnded && <span className="dim">A page from disk is let in with --allow-origin null.</span>}
          <button type="button" className="small-button" disabled={!isWaiting} onClick={() => model.hurry()}>
            Now
          </button>
        </div>
      )}
    </>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
