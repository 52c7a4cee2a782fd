import { Alert, Spin } from "antd";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";

import type { Refusal } from "../api/refusal";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { useStudy } from "../study/store";
import { EDIT } from "../texts/edit";
import { Editor } from "./editor";
import { isOf, opened } from "./opening";

/** Where a lane is edited: that of the study, or another one that is opened first. */
export default function EditPage() {
  const { read } = useReading();
  const { design = "" } = useParams();
  const study = useStudy();
  const [failed, setFailed] = useState<{ design: string; refusal: Refusal | null } | null>(null);
  const [turn, setTurn] = useState(0);
  const there = study !== null && isOf(study, design);

  useEffect(() => {
    if (there) return undefined;
    const aborted = new AbortController();
    opened(design, aborted.signal).then(
      (found) => {
        if (!aborted.signal.aborted && !found) setFailed({ design, refusal: null });
      },
      (refusal: unknown) => {
        if (!aborted.signal.aborted) setFailed({ design, refusal: refusal as Refusal });
      },
    );
    return () => {
      aborted.abort();
    };
  }, [design, there, turn]);

  if (there) return <Editor study={study} />;
  if (failed?.design !== design) return <Spin />;
  return (
    <>
      <h1>{read(EDIT.title)}</h1>
      {failed.refusal === null ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={read(EDIT.unreadable)}
          action={<Link to={`/design/${design}/versions`}>{read(EDIT.versions)}</Link>}
        />
      ) : failed.refusal.status === 404 ? (
        <Alert type="warning" showIcon role="alert" title={read(EDIT.notThere)} />
      ) : (
        <Failure
          refusal={failed.refusal}
          again={() => {
            setFailed(null);
            setTurn(turn + 1);
          }}
        />
      )}
    </>
  );
}
