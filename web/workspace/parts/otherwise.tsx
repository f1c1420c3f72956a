/** What stands for a part that fails: a library that could not be loaded, a text that a library chokes on. The rest of the page lives on. */
import { Component, type ReactNode } from "react";

export interface OtherwiseProps {
  readonly otherwise: ReactNode;
  readonly children: ReactNode;
}

export class Otherwise extends Component<OtherwiseProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
