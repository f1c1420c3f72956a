/**
 * Which `Host` a request may name. A page of another site can make its own name point to this machine (DNS rebinding), but
 * it cannot make the browser say another name than that: so a name nobody gave this server is refused.
 */
import { isIP } from "node:net";

const AUTHORITY = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\,]+)(?::(\d{1,5}))?$/;

export interface HostCheckOptions {
  readonly bindHost: string;
  /** Names that are good too, each with or without a port. */
  readonly allowHosts: readonly string[];
  /** What this machine is called. */
  readonly hostname: string;
}

export class HostCheck {
  readonly #loopback: boolean;
  readonly #names: ReadonlySet<string>;
  /** Almost every request names the same host. */
  #lastGood: string | null = null;

  constructor({ bindHost, allowHosts, hostname }: HostCheckOptions) {
    this.#loopback = isLoopback(bindHost.toLowerCase());
    const own = this.#loopback ? [] : [hostname, bindHost];
    this.#names = new Set(["localhost", ...own, ...allowHosts].map((name) => name.toLowerCase()));
  }

  allows(host: string): boolean {
    if (host === this.#lastGood) return true;
    const authority = host.toLowerCase();
    const name = AUTHORITY.exec(authority)?.[1];
    if (name === undefined || !(this.#names.has(name) || this.#names.has(authority) || this.#isAddress(name)))
      return false;
    this.#lastGood = host;
    return true;
  }

  /** An address cannot be rebound; but on a loopback bind nobody but this machine has one to give. */
  #isAddress(name: string): boolean {
    const address = name.startsWith("[") ? name.slice(1, -1) : name;
    return this.#loopback ? isLoopback(address) : isIP(address) !== 0;
  }
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
