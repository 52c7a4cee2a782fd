import { Alert } from "antd";
import { Component, type ReactNode } from "react";

import { ReadingContext } from "../language/language";
import { SHELL } from "../texts/shell";

interface BoundaryProps {
  /** The address: at another one there is another page, or the same one with something else. */
  readonly at: string;
  readonly children: ReactNode;
}

/** Keeps a defect of one page from taking the others with it. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  static override contextType = ReadingContext;
  declare context: React.ContextType<typeof ReadingContext>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate({ at }: BoundaryProps) {
    if (this.state.failed && at !== this.props.at) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Alert type="error" showIcon role="alert" title={this.context?.read(SHELL.defect)} />;
  }
}
