/** A name in its colour. */
import { colorOf } from "../../src/logging/colors.ts";
import { nameText } from "../state/display-text.ts";
import { usePage } from "./page-context.ts";

/** The style that gives an element and its children the colour of `name`, as `--tone`. */
export function useTone(name: string): React.CSSProperties {
  const hex = usePage((page) => page.colors.get(name)) ?? colorOf(name).hex;
  // A custom property is no part of the type.
  return { "--tone": hex } as React.CSSProperties;
}

export function NameTag({ name }: { readonly name: string }) {
  return (
    <span className="name" style={useTone(name)}>
      {nameText(name)}
    </span>
  );
}
