/** Where a provider is and which key it takes, by the environment. */
import type { Vendor } from "../agents/catalog.ts";
import type { Env } from "./host.ts";
import { UsageError } from "./usage-error.ts";

/** An empty variable is one that is not set. */
export function readEnv(env: Env, name: string): string | null {
  const value = env[name]?.trim() ?? "";
  return value === "" ? null : value;
}

export function baseUrlOf(vendor: Vendor, env: Env): string {
  const given = readEnv(env, vendor.baseUrlEnv);
  if (given === null) return vendor.baseUrl;
  if (vendor.id === "ollama") return ollamaUrl(given);
  const url = checkedUrl(given, vendor.baseUrlEnv);
  // That API's own path begins with /v1, and people write it in the variable too.
  return vendor.wire === "anthropic" ? url.replace(/\/v1$/, "") : url;
}

/** OLLAMA_HOST as Ollama reads it: `0.0.0.0`, `:11434`, `host:1234`, `http://host`. */
export function ollamaUrl(host: string): string {
  const scheme = /^[a-z]+:\/\//i.test(host);
  const url = new URL(
    checkedUrl(scheme ? host : `http://${host.startsWith(":") ? `127.0.0.1${host}` : host}`, "OLLAMA_HOST"),
  );
  // What a server binds to is not what a client can call.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (url.hostname === "[::]") url.hostname = "[::1]";
  if (!scheme && url.port === "" && !/:80\/?$/.test(host)) url.port = "11434";
  return `${url.href.replace(/\/+$/, "")}/v1`;
}

/** `from`: the option or variable it came from, for the error. */
export function checkedUrl(text: string, from: string): string {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UsageError(`${from}: "${text}" is no address; write it like http://127.0.0.1:8080/v1`);
  }
  return text.replace(/\/+$/, "");
}

/** For people: an address can carry a password or a token, which must not be shown. */
export function shownUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return text;
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href.replace(/\/+$/, "");
}

export function isLoopback(text: string): boolean {
  const host = URL.parse(text)?.hostname ?? "";
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

export interface FoundKey {
  readonly env: string;
  readonly value: string;
}

/** The first of the variables that is set. */
export function keyOf(names: readonly string[], env: Env): FoundKey | null {
  for (const name of names) {
    const value = readEnv(env, name);
    if (value === null) continue;
    // Such a key would only fail later, in an error of the HTTP library that quotes it.
    if (/[^\x21-\x7e]/.test(value)) {
      throw new UsageError(`${name} holds a character that no key has (a space, a line break?); set it again`);
    }
    return { env: name, value };
  }
  return null;
}
