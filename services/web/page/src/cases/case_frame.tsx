import { Alert, Spin, Typography } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Refusal } from "../api/refusal";
import { useReading, type Both } from "../language/language";
import { SHELL } from "../texts/shell";
import "./cases.css";
import { Refused } from "./refused";

interface Around {
  /** Where the list is that one came from, and what it is called. */
  readonly back: { readonly to: string; readonly text: Both };
  readonly title: Both;
}

interface Framed extends Around {
  /** How it stands to its limit. */
  readonly lamp: ReactNode;
  /** What tells this case from others, under its title. */
  readonly about: ReactNode;
  readonly refusal: Refusal | null;
  /** What to say of something that was done. */
  readonly success: Both | null;
  readonly children: ReactNode;
}

/** A page about one case: the way back, its title, and what became of what was sent. */
export function CaseFrame({ back, title, lamp, about, refusal, success, children }: Framed) {
  const { read } = useReading();
  return (
    <div className="cases">
      <Back {...back} />
      <div className="head">
        <Typography.Title level={1}>{read(title)}</Typography.Title>
        {lamp}
      </div>
      {about}
      <Refused refusal={refusal} />
      {success !== null && <Alert type="success" showIcon role="status" title={read(success)} />}
      {children}
    </div>
  );
}

interface Awaited extends Around {
  readonly refusal: Refusal | null;
  readonly again: () => void;
}

/** The same before anything is known of the case. */
export function CaseAwaited({ back, title, refusal, again }: Awaited) {
  const { read } = useReading();
  return (
    <div className="cases">
      <Back {...back} />
      <Typography.Title level={1}>{read(title)}</Typography.Title>
      <Refused refusal={refusal} again={again} />
      {refusal === null && <Spin aria-label={read(SHELL.loading)} />}
    </div>
  );
}

function Back({ to, text }: Around["back"]) {
  const { read } = useReading();
  return <Link to={to}>← {read(text)}</Link>;
}
