/** The style of each participant's name: its own colour, the same in its column, in the conversation and in the log. */
import { assignColors, colorOf } from "../../logging/colors.ts";
import type { ViewState } from "../../logging/view-types.ts";
import type { Style } from "./line.ts";

export interface NameStyle {
  readonly name: Style;
  /** The same colour, not bold. */
  readonly soft: Style;
}

export class NameStyles {
  /** Grows when a name's colour may have changed. */
  version = 0;
  #participants: readonly string[] | null = null;
  #agents: readonly string[] = [];
  readonly #styles = new Map<string, NameStyle>();

  /** Takes in who is there now. Colours of names that stay do not change. */
  update(view: Pick<ViewState, "agents" | "participants">): void {
    const agents = view.agents.map((agent) => agent.name);
    const sameAgents = agents.length === this.#agents.length && agents.every((name, i) => name === this.#agents[i]);
    if (view.participants === this.#participants && sameAgents) return;
    this.#participants = view.participants;
    this.#agents = agents;
    this.#styles.clear();
    this.version++;
    for (const [name, color] of assignColors([...agents, ...view.participants])) this.#styles.set(name, styleOf(color));
  }

  of(name: string): NameStyle {
    let style = this.#styles.get(name);
    if (style === undefined) {
      style = styleOf(colorOf(name));
      this.#styles.set(name, style);
    }
    return style;
  }
}

function styleOf(color: ReturnType<typeof colorOf>): NameStyle {
  return { name: { color, bold: true }, soft: { color } };
}
