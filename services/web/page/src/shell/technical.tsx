import type { ReactNode } from "react";

import { useReading } from "../language/language";
import { SHELL } from "../texts/shell";

/** What the server tells in English alone, for whoever wants to know it: folded where one reads another language. */
export function Technical({ children }: { children: ReactNode }) {
  const { language, read } = useReading();
  if (language === "en") return children;
  return (
    <details className="technical">
      <summary>{read(SHELL.technical)}</summary>
      {children}
    </details>
  );
}

interface Told {
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
}

/** What is expected somewhere, what was found instead, and what would mend it. */
export function FaultDetails({ expected, found, remedy }: Told) {
  const { read } = useReading();
  const details = [
    [SHELL.expected, expected],
    [SHELL.found, found],
    [SHELL.remedy, remedy],
  ] as const;
  return (
    <Technical>
      <dl className="fault-details">
        {details
          .filter(([, text]) => text !== "")
          .map(([name, text]) => (
            <div key={name.en}>
              <dt>{read(name)}</dt>
              <dd lang="en">{text}</dd>
            </div>
          ))}
      </dl>
    </Technical>
  );
}
