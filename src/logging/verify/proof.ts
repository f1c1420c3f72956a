/** What a check has gone through, and what of it holds: the figures of the proof. Leaf. */
export interface Proof {
  records: number;
  messages: number;
  /** Messages sent as they are, whatever had been said meanwhile (people, programs): they claim nothing. */
  unconditional: number;
  /** Messages whose sender had not been shown an earlier one of somebody else. */
  crossed: number;
  /** Messages that were compared with the draft of their agent. */
  compared: number;
  /** Messages that could not be, because a secret was taken out of the text. */
  redacted: number;
  /** Events of the room, messages included, and their seqs; null where there are none. */
  events: number;
  firstSeq: number | null;
  lastSeq: number | null;
  calls: number;
  answered: number;
  /** Calls without an answer where the log is cut off. */
  underWay: number;
  turns: number;
  refused: number;
  /** The longest row of refused pushes of one participant. */
  worstRow: number;
  /** How often the stick was granted. */
  grants: number;
}

export function emptyProof(): Proof {
  return {
    records: 0,
    messages: 0,
    unconditional: 0,
    crossed: 0,
    compared: 0,
    redacted: 0,
    events: 0,
    firstSeq: null,
    lastSeq: null,
    calls: 0,
    answered: 0,
    underWay: 0,
    turns: 0,
    refused: 0,
    worstRow: 0,
    grants: 0,
  };
}
