/** The same words for every screen: four columns, fifty words a second each, never late by more than a timer. */
export const COLUMNS = 4;
export const WORDS_PER_SECOND = 50;

const WORDS =
  "a room where several models talk is only as good as what each of them hears while it writes and so every action brings what was said meanwhile which keeps nobody from speaking but makes sure that no message crosses another one unseen".split(
    " ",
  );

export function wordAt(index: number): string {
  return `${WORDS[(index * 7) % WORDS.length] ?? ""} `;
}

/** As many as fill every column: from then on each new line moves all the others. */
const WORDS_BEFORE = COLUMNS * 700;

/** Gives `speak` a word for a column at a time until the returned function is called. */
export function startWords(speak: (column: number, word: string) => void): () => void {
  const perMs = (COLUMNS * WORDS_PER_SECOND) / 1_000;
  for (let index = 0; index < WORDS_BEFORE; index++) speak(index % COLUMNS, wordAt(index));
  const start = performance.now();
  let spoken = 0;
  const timer = setInterval(() => {
    const due = Math.floor((performance.now() - start) * perMs);
    for (; spoken < due; spoken++) speak(spoken % COLUMNS, wordAt(spoken));
  }, 1 / perMs);
  return () => clearInterval(timer);
}
