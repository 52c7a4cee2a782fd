import { Alert, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import { Refusal } from "../api/refusal";
import { begin, writeVersion } from "../edit/saving";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { placeToEdit, surrounded, type Study } from "../study/study";
import { LEVERS } from "../texts/levers";
import { STUDY } from "../texts/study";

/** Keeps the levers with the draft that the lane came from, or with a new one. */
export function SaveLevers({ study }: { study: Study }) {
  const { read } = useReading();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { draft, levers } = study;

  const save = () => {
    setBusy(true);
    setSaved(null);
    setRefusal(null);
    const note = read(LEVERS.savedNote, { count: levers.length });
    const kept =
      draft === null
        ? // The address of this page does not name the draft.
          begin(study, { title: read(study.lane.title), note }, () => undefined)
        : writeVersion(study, draft, { title: draft.title, note });
    kept
      .then(
        ({ version }) => {
          setSaved(version);
        },
        (failure: unknown) => {
          setRefusal(failure instanceof Refusal ? failure : new Refusal(0, null));
        },
      )
      .finally(() => {
        setBusy(false);
      });
  };
  return (
    <>
      <div className="levers-save">
        <Button loading={busy} onClick={save}>
          {draft === null ? read(LEVERS.saveNew) : read(LEVERS.saveDraft, { draft: draft.title })}
        </Button>
        {surrounded(study) && <span className="levers-save-not">{read(STUDY.notKept)}</span>}
        <span role="status">{saved !== null && read(LEVERS.saved, { version: saved })}</span>
      </div>
      {refusal?.status === 412 ? (
        <Alert
          type="warning"
          showIcon
          title={read(LEVERS.overtaken)}
          action={<Button onClick={() => void navigate(placeToEdit(study))}>{read(LEVERS.goEdit)}</Button>}
        />
      ) : (
        refusal && <Failure refusal={refusal} />
      )}
    </>
  );
}
