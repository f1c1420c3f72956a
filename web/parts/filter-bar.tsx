/** Search, and what is shown: by user, by type, by text. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { count } from "../../src/logging/figures.ts";
import { nameText } from "../state/display-text.ts";
import { type Filter, ROW_TYPES } from "../state/filter.ts";
import type { SearchState } from "../state/page-state.ts";
import { IconButton } from "./icon-button.tsx";
import { useTone } from "./name-tag.tsx";
import { usePage, useTools, useUi } from "./page-context.ts";

/** Chips of more users than that would fill the screen. */
const MOST_CHIPS = 60;

export function FilterBar() {
  const isOpen = useUi((ui) => ui.filters);
  const filter = usePage((page) => page.filter);
  const agents = usePage((page) => page.view.agents);
  const participants = usePage((page) => page.view.participants);
  const { model } = useTools();
  if (!isOpen) return null;
  const users = [...new Set([...agents.map(({ name }) => name), ...participants])].slice(0, MOST_CHIPS);
  const change = (part: Partial<Filter>) => model.setFilter({ ...filter, ...part });
  return (
    <search className="filter-bar">
      <SearchField />
      <div className="chips" role="group" aria-label="Types">
        {ROW_TYPES.map((type) => (
          <button
            key={type}
            type="button"
            className="chip"
            aria-pressed={!filter.hiddenTypes.has(type)}
            onClick={() => change({ hiddenTypes: toggled(filter.hiddenTypes, type) })}
          >
            {type}
          </button>
        ))}
      </div>
      <div className="chips" role="group" aria-label="Users">
        {users.map((user) => (
          <UserChip
            key={user}
            user={user}
            isShown={!filter.hiddenUsers.has(user)}
            onToggle={() => change({ hiddenUsers: toggled(filter.hiddenUsers, user) })}
          />
        ))}
      </div>
    </search>
  );
}

interface UserChipProps {
  readonly user: string;
  readonly isShown: boolean;
  readonly onToggle: () => void;
}

function UserChip({ user, isShown, onToggle }: UserChipProps) {
  return (
    <button type="button" className="chip user" aria-pressed={isShown} onClick={onToggle} style={useTone(user)}>
      <span className="tone-dot" aria-hidden="true" />
      {nameText(user)}
    </button>
  );
}

function SearchField() {
  const { model, ui } = useTools();
  const filter = usePage((page) => page.filter);
  const search = usePage((page) => page.search);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void model.search(event.shiftKey ? -1 : 1);
  };
  const isEmpty = filter.query.trim() === "";
  return (
    <div className="search-field">
      <input
        ref={field}
        type="search"
        aria-label="Search"
        placeholder="Search what was said, thought and done"
        value={filter.query}
        onChange={(event) => model.setFilter({ ...filter, query: event.target.value })}
        onKeyDown={onKeyDown}
        spellCheck={false}
      />
      <span className="search-count" role="status" data-testid="search-count">
        {isEmpty ? "" : countWords(search)}
      </span>
      <IconButton
        icon="previous"
        label="Previous match (shift enter)"
        disabled={isEmpty}
        onClick={() => void model.search(-1)}
      />
      <IconButton icon="next" label="Next match (enter)" disabled={isEmpty} onClick={() => void model.search(1)} />
      <label className="only-matches" title="Hide what does not match">
        <input
          type="checkbox"
          checked={filter.onlyMatches}
          onChange={(event) => model.setFilter({ ...filter, onlyMatches: event.target.checked })}
        />
        only matches
      </label>
      <IconButton icon="close" label="Close the search (esc)" onClick={() => ui.change({ filters: false })} />
    </div>
  );
}

function countWords({ count: found, rank, whole, searching, exhausted }: SearchState): string {
  if (searching) return "searching the log…";
  const all = `${found < 10_000 ? found : count(found)}${whole ? "" : "+"}`;
  if (found === 0 && whole) return exhausted ? "not in this log" : "none up to here";
  return rank === 0 ? all : `${rank} of ${all}${exhausted ? " · from the other end" : ""}`;
}

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
