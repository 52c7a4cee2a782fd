import { Alert } from "antd";
import { Component, type ReactNode } from "react";

import { ReadingContext } from "../language/language";
import { SHELL } from "../texts/shell";

/** Keeps a defect of one page from taking the others with it. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  static override contextType = ReadingContext;
  declare context: React.ContextType<typeof ReadingContext>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Alert type="error" showIcon role="alert" title={this.context?.read(SHELL.defect)} />;
  }
}
