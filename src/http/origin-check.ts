/**
 * Which pages may call. A browser says from where a page is (`Origin`), or at least that it is from elsewhere
 * (`Sec-Fetch-Site`); programs say nothing. A page of this server may, others only where they are allowed by name.
 */

/** What a request says of the page that it is from; null: nothing. */
export interface CallingPage {
  readonly origin: string | null;
  readonly host: string | null;
  /** `Sec-Fetch-Site` */
  readonly site: string | null;
}

export type OriginVerdict =
  /** A page of this server, or no page. */
  | { readonly type: "own" }
  /** A page of elsewhere that is allowed by name: it may read the answer. */
  | { readonly type: "allowed"; readonly origin: string }
  /** `reason`: one sentence, with the fix where there is one. */
  | { readonly type: "refused"; readonly reason: string };

const OWN: OriginVerdict = { type: "own" };

export class OriginCheck {
  readonly #allowed: ReadonlySet<string>;

  /** As browsers say them: `https://example.org`; `null` for pages that have none (a file, a sandboxed frame). */
  constructor(allowOrigins: readonly string[]) {
    this.#allowed = new Set(allowOrigins.map(normalOrigin));
  }

  judge({ origin, host, site }: CallingPage): OriginVerdict {
    if (origin !== null && this.#allowed.has(normalOrigin(origin))) return { type: "allowed", origin };
    if (origin !== null && !isSameHost(origin, host)) {
      const reason =
        "Pages of this origin may not call this server; start it with --allow-origin ORIGIN if they shall.";
      return { type: "refused", reason };
    }
    if (site === "cross-site") return { type: "refused", reason: "Pages of another site may not call this server." };
    return OWN;
  }
}

function isSameHost(origin: string, host: string | null): boolean {
  const [, scheme, authority] = /^(https?):\/\/([^/]+)$/.exec(origin.toLowerCase()) ?? [];
  if (authority === undefined || host === null) return false;
  const ownPort = scheme === "https" ? /:443$/ : /:80$/;
  return authority.replace(ownPort, "") === host.toLowerCase().replace(ownPort, "");
}

function normalOrigin(origin: string): string {
  const lower = origin.toLowerCase().replace(/\/+$/, "");
  return /^https?:/.test(lower) && URL.canParse(lower) ? new URL(lower).origin : lower;
}
