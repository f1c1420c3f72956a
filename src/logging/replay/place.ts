/** Where reading a recording can begin: the start of a line, and what has to be known of the lines before it. */
export interface Place {
  /** Bytes from the begin of the file; of a recording in memory, items. */
  readonly offset: number;
  /** 1 is the first. */
  readonly line: number;
  /** ms: when the record before this line was due; 0 before the first one. */
  readonly due: number;
  /** Epoch ms of the record before; NaN: it has no readable time; null: there is none before. */
  readonly timestamp: number | null;
}

export const BEGIN: Place = { offset: 0, line: 1, due: 0, timestamp: null };
