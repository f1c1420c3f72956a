/** Which models answer: one, or several that discuss it; those that are ready first. */
import { LIMITS } from "../../../src/documents/wire.ts";
import { nameText } from "../../state/display-text.ts";
import { modelWords } from "../state/block-words.ts";
import { chosenModels } from "../state/chosen-models.ts";
import { Menu } from "./menu.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function ModelPicker() {
  const me = useWorkspaceState((state) => state.me);
  const ui = useWorkspaceState((state) => state.ui);
  const chosen = chosenModels({ me, ui });
  const usual = me?.usual_model ?? "";
  const words = chosen.length === 0 ? modelWords(usual) : chosen.map(modelWords).join(", ");
  return (
    <Menu
      label={chosen.length > 1 ? "Models: they discuss" : "Model"}
      className="model-menu"
      button={<span className="model-words">{words}</span>}
    >
      {() => <Choice />}
    </Menu>
  );
}

function Choice() {
  const { choose } = useWorkspace();
  const me = useWorkspaceState((state) => state.me);
  const ui = useWorkspaceState((state) => state.ui);
  const models = chosenModels({ me, ui });
  const { pen } = ui.choice;
  const sorted = (me?.models ?? []).toSorted((one, other) => Number(other.ready) - Number(one.ready));
  const chosen = models.length === 0 && me ? [me.usual_model] : models;
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id];
    choose({ models: next.slice(0, LIMITS.models) });
  };
  return (
    <>
      <p className="dim note">Choose several: they discuss the task, and write it together.</p>
      <ul className="models">
        {sorted.map(({ id, note, ready }) => (
          <li key={id}>
            <label className={ready ? "" : "dim"}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={() => toggle(id)}
                disabled={!ready && !chosen.includes(id)}
              />
              <span>
                {nameText(id)}
                {note !== "" && <small className="dim">{nameText(note)}</small>}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {chosen.length > 1 && (
        <fieldset className="pens">
          <legend>Who holds the pen</legend>
          <label>
            <input type="radio" name="pen" checked={pen === "first"} onChange={() => choose({ pen: "first" })} />
            {modelWords(chosen[0] ?? "")} only
          </label>
          <label>
            <input type="radio" name="pen" checked={pen === "all"} onChange={() => choose({ pen: "all" })} />
            all of them
          </label>
        </fieldset>
      )}
    </>
  );
}
