/** The one error of the log's boundary: a file or directory that cannot be used. Bad lines are data, not errors. */
export type LogErrorCode = "unreadable" | "unwritable";

export class LogError extends Error {
  override readonly name = "LogError";
  readonly code: LogErrorCode;

  /** The message names the path, the reason and, where there is one, the fix. */
  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a system error says, in words. */
export function reasonOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return "there is no such file or directory";
    case "EACCES":
    case "EPERM":
      return "no permission";
    case "EISDIR":
      return "it is a directory";
    case "ENOTDIR":
    case "EEXIST":
      return "there is a file where a directory is needed";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
      return "the disk is full";
    case "EBADF":
      return "the file is closed";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
