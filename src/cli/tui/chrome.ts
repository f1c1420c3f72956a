/** The lines around the panes: header, title rule, state line, conversation rule. Pure; one line in, cells counted. */
import { sanitizeLine } from "../../logging/sanitize.ts";
import type { AgentView, ViewState } from "../../logging/view-types.ts";
import { cellWidth, truncate } from "./cell-width.ts";
import { cost, count, duration, elapsed, plural } from "../../logging/figures.ts";
import type { Focus, Layout } from "./layout.ts";
import { BOLD, cutLine, DIM, type Line, lineWidth, PLAIN, type Span, type Style, span, spread } from "./line.ts";
import type { NameStyles } from "./names.ts";
import type { TuiMode } from "./tui-mode.ts";

export interface Scene {
  readonly view: ViewState;
  readonly layout: Layout;
  readonly focus: Focus;
  readonly full: boolean;
  readonly mode: Pick<TuiMode, "badge" | "origin" | "paused">;
  /** epoch ms */
  readonly now: number;
  readonly names: NameStyles;
}

const BAD: Style = { color: "bad", bold: true };
const WARNING: Style = { color: "warning", bold: true };
const DOT = span(" · ", DIM);

export function headerLines(scene: Scene): Line[] {
  const { view, layout } = scene;
  const width = layout.size.columns;
  const { badge, origin } = scene.mode;
  const title: Line = [
    span(` ${sanitizeLine(badge)} `, { inverse: true, bold: true }),
    ...[span(sanitizeLine(view.topic), BOLD), span(sanitizeLine(origin), DIM)].flatMap((part, index) =>
      part.text === "" ? [] : [span(index === 0 ? " " : "  "), part],
    ),
  ];
  const time = runState(scene);
  if (layout.header.rows === 1) {
    return [
      spread(
        title,
        [...fitting([time, ...factsOf(scene, false)], [time, ...factsOf(scene, true)], width - 30), span(" ")],
        width,
      ),
    ];
  }
  const facts = fitting(factsOf(scene, false), factsOf(scene, true), width - 2);
  return [spread(title, [...time, span(" ")], width), [span(" "), ...facts]];
}

/** All in full, or all in brief, or as many in brief as fit. */
function fitting(full: readonly Line[], brief: readonly Line[], width: number): Line {
  if (lineWidth(joined(full)) <= width) return joined(full);
  for (let kept = brief.length; kept > 0; kept--) {
    const line = joined(brief.slice(0, kept));
    if (lineWidth(line) <= width) return line;
  }
  return [];
}

function factsOf(scene: Scene, brief: boolean): Line[] {
  const { counts } = scene.view;
  const tokens = counts.input + counts.output;
  return [
    floor(scene),
    [span(brief ? `${count(counts.messages)} msg` : plural(counts.messages, "message"))],
    [span(brief ? `${count(tokens)} tok` : plural(tokens, "token"))],
    [span(cost(counts.cost, counts.unpriced))],
    counts.crossed > 0 ? [span(`✗ ${counts.crossed} crossed`, BAD)] : [span("0 crossed", DIM)],
  ];
}

/** How long it has run, and whether it still does. */
function runState({ view, mode, now }: Scene): Line {
  const time = span(
    view.startedAt === null ? "--:--" : elapsed((view.ended === null ? now : view.now) - view.startedAt),
  );
  if (view.ended !== null) return [span(`■ ended: ${reason(view.ended)} `, WARNING), time];
  return mode.paused ? [span("‖ paused ", WARNING), time] : [time];
}

function floor({ view, names }: Scene): Line {
  const { policy, holder, queue } = view.floor;
  const word = span(policy === "stick" ? "stick " : "floor ", DIM);
  if (holder === null) return [word, span(policy === "stick" ? "free" : "open")];
  const waiting = queue.length > 0 ? [span(` +${queue.length}`, DIM)] : [];
  return [word, span(`◆ ${truncate(sanitizeLine(holder), 16)}`, names.of(holder).name), ...waiting];
}

function joined(parts: readonly Line[]): Line {
  return parts.flatMap((part, index) => (index === 0 ? part : [DOT, ...part]));
}

/** `─ 1 Ada · model ───┬─ 2 Bob · model ──`: the focused column's rule is heavy. */
export function titleRule(scene: Scene): Line {
  const { layout, view, focus, names } = scene;
  const { columns, hiddenLeft, hiddenRight, size } = layout;
  const line: Span[] = [];
  for (const [place, column] of columns.entries()) {
    const agent = view.agents[column.agent];
    if (agent === undefined) continue;
    const focused = focus === column.agent;
    const { name, soft } = names.of(agent.name);
    const dash = focused ? span("━", soft) : span("─", DIM);
    const hidden = hiddenLeft + hiddenRight;
    const isLast = place === columns.length - 1;
    const more =
      isLast && hidden > 0 && !scene.full
        ? ` ${hiddenLeft > 0 ? "‹ " : ""}${hidden} more${hiddenRight > 0 ? " ›" : ""} `
        : "";
    const room = column.width - 2 - cellWidth(more);
    const label = truncate(` ${column.agent + 1} ${sanitizeLine(agent.name)}`, room);
    // A little of the rule stays between the model and what follows.
    const modelRoom = room - cellWidth(label) - (more === "" ? 0 : 3);
    const model = modelRoom > 7 && agent.model !== "" ? truncate(` · ${sanitizeLine(agent.model)}`, modelRoom) : "";
    const fill = room - cellWidth(label) - cellWidth(model);
    line.push(dash, span(label, name), span(model, soft), span(fill > 0 ? " " : ""));
    line.push(repeat(dash, fill - 1), span(more, BOLD), dash);
    if (!isLast) line.push(span("┬", DIM));
  }
  return cutLine(line, size.columns);
}

/** What each agent in sight is doing, and what it has done. */
export function stateLine(scene: Scene): Line {
  const { layout, view } = scene;
  const line: Span[] = [];
  for (const [place, column] of layout.columns.entries()) {
    const agent = view.agents[column.agent];
    if (agent === undefined) continue;
    if (place > 0) line.push(span("│", DIM));
    line.push(span(" "), ...spread(activityOf(agent, scene), tally(agent), column.width - 2), span(" "));
  }
  return line;
}

function tally({ counts, failure }: AgentView): Line {
  if (failure !== null) return [];
  const refused = counts.refused > 0 ? [span(` ✗${count(counts.refused)}`, BAD)] : [];
  return [span(`${count(counts.messages)} msg`, DIM), ...refused];
}

function activityOf(agent: AgentView, scene: Scene): Line {
  const { view, now } = scene;
  const ms = (view.ended === null ? now : view.now) - agent.since;
  const since = ms < 1_000 ? "" : ` ${duration(ms)}`;
  const { policy, holder, queue } = view.floor;
  const turn = queue.indexOf(agent.name) + 1;
  const stick =
    holder === agent.name
      ? [span(policy === "stick" ? " ◆ holding the stick" : " ◆ has the floor", WARNING)]
      : turn > 0
        ? [span(` ◇ queued ${turn}`, DIM)]
        : [];
  return [...activityMark(agent, since), ...stick];
}

function activityMark(agent: AgentView, since: string): Line {
  if (agent.failure !== null) return [span(`■ stopped: ${reason(agent.failure)}`, BAD)];
  switch (agent.activity) {
    case "idle":
      return [span("· idle", DIM)];
    case "thinking":
      return [span(`◌ thinking${since}`)];
    case "writing":
      return [span("▸ writing", { color: "good", bold: true })];
    case "waiting":
      return [span(`○ waiting${since}`, DIM)];
    case "retrying":
      return [span(`↻ retrying${since}`, WARNING)];
    case "cooling":
      return [span(`≈ cooling down${since}`, WARNING)];
    case "paused":
      return [span("‖ paused", WARNING)];
    case "stopped":
      return [span("■ stopped", DIM)];
  }
}

function reason(text: string): string {
  return sanitizeLine(text).replaceAll("_", " ");
}

/** The line between the columns and the conversation. */
export function conversationRule(scene: Scene): Line {
  const { layout, focus } = scene;
  const focused = focus === "conversation";
  const dash = focused ? span("━", BOLD) : span("─", DIM);
  const title = focused ? span(" 0 conversation ", BOLD) : span(" 0 conversation ", PLAIN);
  const line: Span[] = [dash, title];
  let x = 1 + title.text.length;
  // Where a column ends above, the rule takes its line up.
  for (const column of layout.columns.slice(1)) {
    const joint = column.x - 1;
    if (joint < x) continue;
    line.push(repeat(dash, joint - x), span(focused ? "┷" : "┴", dash.style));
    x = joint + 1;
  }
  line.push(repeat(dash, Math.max(0, layout.size.columns - x)));
  return line;
}

function repeat(part: Span, times: number): Span {
  return { text: part.text.repeat(Math.max(0, times)), style: part.style };
}
