/** Whether a server stands on this machine: such a one may be off, and may load a model for minutes. */

const LOCAL_HOSTS: readonly string[] = ["localhost", "[::1]", "0.0.0.0"];

export function isLocal(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return LOCAL_HOSTS.includes(host) || host.endsWith(".localhost") || host.startsWith("127.");
}
