/** How it is shown. */
import type { Filter, RowType } from "../state/filter.ts";
import type { Preferences } from "../state/preferences.ts";
import { SPEEDS } from "../state/keyboard.ts";
import { usePage, useTools, useUi } from "./page-context.ts";

const THEMES: readonly Preferences["theme"][] = ["system", "light", "dark"];
const SHOWN: readonly (readonly [type: RowType, words: string])[] = [
  ["thinking", "Thinking"],
  ["actions", "Tool calls"],
  ["system", "Notices"],
];

export function ViewSettings() {
  const { model, prefer } = useTools();
  const { theme, autoScroll, speed } = useUi((ui) => ui.preferences);
  const filter = usePage((page) => page.filter);
  const change = (part: Partial<Filter>) => model.setFilter({ ...filter, ...part });
  const toggle = (type: RowType) => {
    const hiddenTypes = new Set(filter.hiddenTypes);
    if (!hiddenTypes.delete(type)) hiddenTypes.add(type);
    change({ hiddenTypes });
  };
  return (
    <section className="panel-section">
      <h3>View</h3>
      <div className="segments" role="radiogroup" aria-label="Theme">
        {THEMES.map((value) => (
          <label key={value}>
            <input type="radio" name="theme" checked={theme === value} onChange={() => prefer({ theme: value })} />
            <span>{value}</span>
          </label>
        ))}
      </div>
      <label className="panel-row">
        Speed of a replay
        <select value={speed} onChange={(event) => prefer({ speed: Number(event.target.value) })}>
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
      </label>
      <Switch label="Scroll by itself" isOn={autoScroll} onToggle={() => prefer({ autoScroll: !autoScroll })} />
      {SHOWN.map(([type, words]) => (
        <Switch key={type} label={words} isOn={!filter.hiddenTypes.has(type)} onToggle={() => toggle(type)} />
      ))}
      <Switch
        label="Routine: who waits, what simply worked"
        isOn={filter.routine}
        onToggle={() => change({ routine: !filter.routine })}
      />
    </section>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

function Switch({ label, isOn, onToggle }: SwitchProps) {
  return (
    <label className="switch">
      <input type="checkbox" role="switch" checked={isOn} onChange={onToggle} />
      <span className="switch-track" aria-hidden="true" />
      {label}
    </label>
  );
}
