/** Colours where somebody wants them, or the terminal has them. */
import { wantsColor } from "../../logging/prefixed-output.ts";
import { colorEnv } from "../color-env.ts";
import type { CliHost } from "../host.ts";
import { colorDepthOf, Pen } from "../tui/pen.ts";

export function penFor(
  { env, stdout }: Pick<CliHost, "env" | "stdout">,
  { color }: { readonly color?: boolean | undefined },
): Pen {
  const colors = colorEnv(color ?? null, env);
  return new Pen(wantsColor(stdout, colors) ? colorDepthOf(colors) : "none");
}
