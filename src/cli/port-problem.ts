/** Why a port cannot be had, and the way out, as the end of a sentence. */
export interface WantedPort {
  readonly host: string;
  readonly port: number;
  /** The options that choose them; null: there is none for the host. */
  readonly portOption: string;
  readonly hostOption: string | null;
}

/** Null: it is something else. */
export function portProblem(error: unknown, { host, port, portOption, hostOption }: WantedPort): string | null {
  const another = hostOption === null ? "" : `; choose another with ${hostOption}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return `the port ${port} of ${host} is in use already; choose another with ${portOption} (0: any free one)`;
    case "EACCES":
      return `the port ${port} is not for everybody; choose one above 1023 with ${portOption}`;
    case "EADDRNOTAVAIL":
      return `this machine has no address ${host}${another && `${another} (0.0.0.0: all it has)`}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `nobody knows the address ${host}${another}`;
    default:
      return null;
  }
}
