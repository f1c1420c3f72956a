/** What a person has chosen, kept for the next time where the browser allows it. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly autoScroll: boolean;
  /** Of a replay. */
  readonly speed: number;
  /** Share of the height that the columns have, in percent. */
  readonly columnsShare: number;
}

export const DEFAULT_PREFERENCES: Preferences = { theme: "system", autoScroll: true, speed: 1, columnsShare: 58 };

const KEY = "llm-chat";

/** A browser may refuse storage, and another page of the same origin may have written anything. */
export function loadPreferences(storage: () => Storage): Preferences {
  try {
    const kept: unknown = JSON.parse(storage().getItem(KEY) ?? "{}");
    return readPreferences(typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {});
  } catch {
    return DEFAULT_PREFERENCES;
  }
}

export function savePreferences(storage: () => Storage, preferences: Preferences): void {
  try {
    storage().setItem(KEY, JSON.stringify(preferences));
  } catch {
    // They hold for this visit, then.
  }
}

function readPreferences({ theme, autoScroll, speed, columnsShare }: Readonly<Record<string, unknown>>): Preferences {
  const share = typeof columnsShare === "number" ? columnsShare : Number.NaN;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    autoScroll: autoScroll !== false,
    speed: typeof speed === "number" && speed >= 0.25 && speed <= 16 ? speed : DEFAULT_PREFERENCES.speed,
    columnsShare: share >= 15 && share <= 85 ? share : DEFAULT_PREFERENCES.columnsShare,
  };
}
