/**
 * Session tokens: a claim (room, name, the seq of the coming in) under a MAC of the server's secret. Nothing has to be
 * kept, they survive a restart, and a token of somebody who left says nothing about who has the name now.
 */
import { createHmac } from "node:crypto";
import { equalSecrets } from "../../http/equal-secrets.ts";

export interface Claim {
  readonly room: string;
  readonly username: string;
  readonly joinedSeq: number;
}

export class Tokens {
  readonly #secret: Buffer;

  /** `secret`: at least 32 random bytes, the same after a restart. */
  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  issue({ room, username, joinedSeq }: Claim): string {
    const claim = Buffer.from(JSON.stringify([room, username, joinedSeq])).toString("base64url");
    return `${claim}.${this.#mac(claim)}`;
  }

  /** The claim of a token that this server issued; null for anything else. */
  verify(token: string): Claim | null {
    const [claim, mac, ...more] = token.split(".");
    if (claim === undefined || mac === undefined || more.length > 0) return null;
    if (!equalSecrets(mac, this.#mac(claim))) return null;
    const [room, username, joinedSeq] = JSON.parse(Buffer.from(claim, "base64url").toString()) as [
      string,
      string,
      number,
    ];
    return { room, username, joinedSeq };
  }

  #mac(claim: string): string {
    return createHmac("sha256", this.#secret).update(claim).digest("base64url");
  }
}
