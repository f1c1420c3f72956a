/** Which values of the environment are secrets, so that no error, screen or log shows one. */
import type { Env } from "./host.ts";

const SECRET_NAME = /(api_?key|token|secret|password|passwd|credential)s?$/i;

/** Longest first, so that a secret that contains another one is hidden whole. */
export function secretsOf(env: Env): string[] {
  const found = Object.entries(env).flatMap(([name, value]) => {
    const secret = value?.trim() ?? "";
    // A very short value would hide half of any text, and is no key.
    return SECRET_NAME.test(name) && secret.length >= 8 ? [secret] : [];
  });
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

export function hideSecrets(text: string, env: Env): string {
  return secretsOf(env).reduce((hidden, secret) => hidden.replaceAll(secret, "[hidden]"), text);
}
