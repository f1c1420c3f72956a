/**
 * Who may call, and as whom. Every request passes `guard`; a handler then asks for the seat it is to act for. Each of
 * these questions counts as one request of who asks, so a wrong token is as limited as a right one.
 */
import { hostname } from "node:os";
import { equalSecrets } from "../../http/equal-secrets.ts";
import { HostCheck } from "../../http/host-check.ts";
import { OriginCheck } from "../../http/origin-check.ts";
import type { Clock } from "../clock.ts";
import { normalName } from "../core/names.ts";
import type { Seat } from "../room-access.ts";
import { errorAnswer } from "./answers.ts";
import type { ServerContext } from "./context.ts";
import { bearerOf, remoteAddress, sessionOf, userOf } from "./credentials.ts";
import { HttpError, toHttpError } from "./http-error.ts";
import { allowedOrigin, corsHeaders, isPreflight, preflightAnswer, withCors } from "./origin-check.ts";
import { RateLimit } from "./rate-limit.ts";
import type { Rooms, ServedRoom } from "./rooms.ts";
import type { Claim, Tokens } from "./tokens.ts";

export interface AccessOptions {
  readonly auth: "open" | "token";
  /** The server's token; null: it has none. */
  readonly token: string | null;
  readonly tokens: Tokens;
  /** Who is there: a session token is good as long as its stay. */
  readonly rooms: Pick<Rooms, "has">;
  /** Requests a second of one participant, or of one address where it is nobody yet; 0: no limit. */
  readonly rate: number;
  readonly clock: Clock;
  readonly allowOrigins: readonly string[];
  readonly allowHosts: readonly string[];
  readonly bindHost: string;
  /** Default: what this machine is called. */
  readonly hostname?: string;
}

export class Access {
  readonly #open: boolean;
  readonly #token: string | null;
  readonly #tokens: Tokens;
  readonly #rooms: Pick<Rooms, "has">;
  readonly #hosts: HostCheck;
  readonly #origins: OriginCheck;
  readonly #limit: RateLimit;

  constructor(options: AccessOptions) {
    this.#open = options.auth === "open";
    this.#token = options.token;
    this.#tokens = options.tokens;
    this.#rooms = options.rooms;
    this.#hosts = new HostCheck({ ...options, hostname: options.hostname ?? hostname() });
    this.#origins = new OriginCheck(options.allowOrigins);
    this.#limit = new RateLimit(options.rate, options.clock);
  }

  /** What is answered to a request for a WebSocket that may not be made; null: it may. */
  refusalOf(headers: Headers): Response | null {
    try {
      this.#requireHost(headers.get("host"));
      allowedOrigin(this.#origins, headers);
      return null;
    } catch (error) {
      return errorAnswer(error);
    }
  }

  /** `fetch` behind the checks of Host and Origin: for every path, whoever answers there. */
  guard<Rest extends unknown[]>(fetch: Fetch<Rest>): Fetch<Rest> {
    return (request, ...rest) => {
      let origin: string | null;
      try {
        this.#requireHost(request.headers.get("host"));
        origin = allowedOrigin(this.#origins, request.headers);
      } catch (error) {
        return errorAnswer(error);
      }
      // Almost always: no promise is made for nothing.
      if (origin === null) return fetch(request, ...rest);
      return isPreflight(request) ? preflightAnswer(origin) : readableBy(origin, fetch(request, ...rest));
    };
  }

  /** What `guard` would add to the answer: for who writes it past the app. */
  corsHeaders(c: ServerContext): Readonly<Record<string, string>> {
    const origin = allowedOrigin(this.#origins, c.req.raw.headers);
    return origin === null ? {} : corsHeaders(origin);
  }

  /**
   * The seat of `username` in the request's room, if the request may act for it.
   * Throws `HttpError`: `unauthorized`, `forbidden`, `not_registered`, `rate_limited`.
   */
  seatOf(c: ServerContext, username: string): Seat {
    return this.#counted(c, () => {
      const room = c.get("room");
      const shown = this.#shown(c);
      if (shown !== "server") return bySeat(room, this.#claimed(room, shown, username));
      if (this.#open) return bySeat(room, room.seats.find(username));
      throw new HttpError(
        "forbidden",
        "The server's token speaks in nobody's name; send the session_token that /register has answered.",
      );
    });
  }

  /** Who its session token, or on an open server its `X-LLM-Chat-User`, says that the caller is; null: nobody yet. Throws `HttpError`. */
  callerOf(c: ServerContext): Seat | null {
    return this.#counted(c, () => {
      const room = c.get("room");
      const shown = this.#shown(c);
      if (shown !== "server") return bySeat(room, this.#claimed(room, shown, shown.username));
      const username = this.#open ? userOf(c) : null;
      return username !== null && room.host.participant(username)
        ? bySeat(room, room.seats.find(username))
        : { result: null, who: null };
    });
  }

  /** Whether the caller may read rooms. Throws `HttpError`. */
  requireMember(c: ServerContext): void {
    this.#counted(c, () => {
      const shown = this.#shown(c);
      if (shown === "server") return { result: null, who: null };
      if (!this.#rooms.has(shown)) throw sessionEnded();
      return { result: null, who: keyOf(shown.room, shown.username) };
    });
  }

  /** Whether the caller may make rooms. Throws `HttpError`. */
  requireServerToken(c: ServerContext): void {
    this.#counted(c, () => {
      if (this.#shown(c) === "server" || this.#open) return { result: null, who: null };
      throw new HttpError("forbidden", "A session token makes no rooms; send the server's token.");
    });
  }

  /** Whether the caller may take the seat of `username`, and whether it has proven that it is its own. Throws `HttpError`. */
  admit(c: ServerContext, username: string): { readonly proven: boolean } {
    return this.#counted(c, () => {
      const room = c.get("room");
      const name = normalName(username);
      const isOfName = (claim: Claim) => claim.room === room.name && claim.username === name;
      const isOwn = (claim: Claim | null) =>
        claim !== null && isOfName(claim) && room.host.participant(name)?.joinedSeq === claim.joinedSeq;
      const session = sessionOf(c);
      const beside = session !== null && isOwn(this.#tokens.verify(session));
      const shown = this.#shown(c);
      if (shown === "server") return { result: { proven: beside }, who: null };
      if (!isOfName(shown)) throw this.#somebodyElses();
      const proven = isOwn(shown);
      if (proven || this.#open) return { result: { proven: proven || beside }, who: keyOf(room.name, name) };
      throw unauthorized("That session has ended; register with the server's token.");
    });
  }

  /** The session token of a seat. */
  tokenOf(room: string, { name, joinedSeq }: Seat): string {
    return this.#tokens.issue({ room, username: name, joinedSeq });
  }

  #requireHost(host: string | null): void {
    // Every browser names a host; who does not is no page.
    if (host === null || this.#hosts.allows(host)) return;
    throw new HttpError(
      "forbidden_host",
      "This server does not answer to that Host; start it with --allow-host NAME if it shall.",
    );
  }

  /** What the request has shown: the server's token (on an open server nothing is as good), or what its session token claims. */
  #shown(c: ServerContext): "server" | Claim {
    const bearer = bearerOf(c);
    if (bearer === null) {
      if (this.#open) return "server";
      throw unauthorized("This server wants a token; send it as Authorization: Bearer TOKEN.");
    }
    const claim = this.#tokens.verify(bearer);
    if (claim) return claim;
    if (this.#token !== null && equalSecrets(bearer, this.#token)) return "server";
    throw unauthorized("The token is not right; send the server's token, or register again for one of your own.");
  }

  #claimed(room: ServedRoom, claim: Claim, username: string): Seat {
    if (claim.room !== room.name || claim.username !== normalName(username)) throw this.#somebodyElses();
    const seat = room.seats.find(claim.username);
    if (seat.joinedSeq === claim.joinedSeq) return seat;
    throw sessionEnded();
  }

  /** Where a name is enough, a token that is sent all the same has to be right. */
  #somebodyElses(): HttpError {
    const message = "The token is of another participant or another room; send the session_token of this one.";
    return this.#open ? unauthorized(message) : new HttpError("forbidden", message);
  }

  /** Counts the request: for the participant it turns out to be of, else for the address it came from. */
  #counted<T>(c: ServerContext, identify: () => Identified<T>): T {
    let identified: Identified<T>;
    try {
      identified = identify();
    } catch (error) {
      this.#count(remoteAddress(c));
      throw toHttpError(error);
    }
    this.#count(identified.who ?? remoteAddress(c));
    return identified.result;
  }

  #count(who: string): void {
    const seconds = this.#limit.take(who);
    if (seconds === 0) return;
    const wait = Math.ceil(seconds);
    throw new HttpError("rate_limited", `Too many requests; go on in ${wait} s.`, { "retry-after": String(wait) });
  }
}

type Fetch<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Response | Promise<Response>;

interface Identified<T> {
  readonly result: T;
  /** The participant whose request it is; null: nobody's yet. */
  readonly who: string | null;
}

async function readableBy(origin: string, answer: Response | Promise<Response>): Promise<Response> {
  return withCors(await answer, origin);
}

function bySeat(room: ServedRoom, seat: Seat): Identified<Seat> {
  return { result: seat, who: keyOf(room.name, seat.name) };
}

function keyOf(room: string, username: string): string {
  return `${room} ${username}`;
}

function sessionEnded(): HttpError {
  return unauthorized("That session has ended; register again.");
}

function unauthorized(message: string): HttpError {
  return new HttpError("unauthorized", message, { "www-authenticate": "Bearer" });
}
