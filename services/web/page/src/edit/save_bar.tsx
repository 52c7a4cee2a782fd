import { Alert, Button, Input, Modal, type InputRef } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useNavigate, useParams } from "react-router";

import type { Refusal } from "../api/refusal";
import { named, useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { currentStudy } from "../study/store";
import { surrounded, type DraftReference, type Study } from "../study/study";
import { EDIT } from "../texts/edit";
import { STUDY } from "../texts/study";
import { announce } from "./announcing";
import { Field } from "./fields/field";
import { moves } from "./opening";
import { Overtaken } from "./overtaken";
import { begin, writeVersion, type Words } from "./saving";
import { useSaved } from "./use_saved";

/** What the lane came from, whether it is saved, and how to save it. */
export function SaveBar({ study, children }: { study: Study; children: ReactNode }) {
  const { read } = useReading();
  const navigate = useNavigate();
  const { design = "" } = useParams();
  const { draft, changed, remember } = useSaved(study);
  const [asking, setAsking] = useState(false);
  const [words, setWords] = useState<Words>({ title: "", note: "" });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [overtaken, setOvertaken] = useState(false);
  const note = useRef<InputRef>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const saved = useRef(false);
  // Drafts of others are read; what one makes of them is a draft of one's own.
  const reference = draft === null || draft.own ? study.draft : null;

  const ask = (): void => {
    setWords({ title: study.draft?.title ?? read(study.lane.title), note: "" });
    setRefusal(null);
    saved.current = false;
    setAsking(true);
  };
  const keep = async (over: DraftReference | null): Promise<void> => {
    const now = currentStudy();
    if (now === null) return;
    setBusy(true);
    try {
      const kept = await (over === null
        ? begin(now, words, (begun) => {
            moves(design, begun);
          })
        : writeVersion(now, over, words));
      remember(kept.version, { ...now, draft: kept });
      saved.current = true;
      announce(read(EDIT.savedAs, { version: kept.version }));
      setAsking(false);
      setOvertaken(false);
      void navigate(`/design/${kept.id}`, { replace: true });
    } catch (failure) {
      const refused = failure as Refusal;
      setAsking(refused.status !== 412);
      setOvertaken(refused.status === 412);
      setRefusal(refused.status === 412 ? null : refused);
    } finally {
      setBusy(false);
    }
  };

  useEffect(() => {
    const byKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s")
        return;
      event.preventDefault();
      document.getElementById("save-draft")?.click();
    };
    window.addEventListener("keydown", byKey);
    return () => {
      window.removeEventListener("keydown", byKey);
    };
  }, []);

  const from =
    study.draft !== null
      ? read(EDIT.draftOf, { title: study.draft.title, version: study.draft.version })
      : read(study.shipped === null ? EDIT.imported : EDIT.shipped);
  const saveText = study.draft === null ? EDIT.saveDraft : reference === null ? EDIT.saveCopy : EDIT.save;
  return (
    <div className="edit-head">
      <div className="edit-title">
        <h1 ref={heading} tabIndex={-1}>
          {read(named(study.lane))}
        </h1>
        <p className="save-state">
          {from}
          {(study.draft !== null || (changed && study.shipped !== null)) &&
            ` · ${read(changed ? EDIT.unsaved : EDIT.saved)}`}
        </p>
      </div>
      <div className="edit-buttons">
        {children}
        {study.draft !== null && (
          <Button
            onClick={() => {
              void navigate(`/design/${study.draft?.id ?? ""}/versions`);
            }}
          >
            {read(EDIT.versions)}
          </Button>
        )}
        <Button
          ref={button}
          id="save-draft"
          disabled={study.draft !== null && reference !== null && !changed}
          onClick={ask}
        >
          {read(saveText)}
        </Button>
        <Button
          type="primary"
          onClick={() => {
            void navigate("/levers");
          }}
        >
          {read(EDIT.onwards)}
        </Button>
      </div>
      <Modal
        open={asking}
        title={read(saveText)}
        okText={read(EDIT.save)}
        cancelText={read(EDIT.cancel)}
        confirmLoading={busy}
        okButtonProps={{ disabled: words.title.trim() === "" }}
        onOk={() => void keep(reference)}
        onCancel={() => {
          setAsking(false);
        }}
        afterOpenChange={(open) => {
          if (open) note.current?.focus();
          // What is saved cannot be saved again: the button that one came from takes no focus any more.
          else if (saved.current && [null, document.body, button.current].includes(focused())) heading.current?.focus();
        }}
      >
        <form
          className="panel-fields"
          onSubmit={(event) => {
            event.preventDefault();
            if (words.title.trim() !== "" && !busy) void keep(reference);
          }}
        >
          {refusal && <Failure refusal={refusal} />}
          {surrounded(study) && <Alert type="info" showIcon title={read(STUDY.notKept)} />}
          <Field label={read(EDIT.draftTitle)}>
            {(id) => (
              <Input
                id={id}
                value={words.title}
                maxLength={200}
                onChange={({ target }) => {
                  setWords({ ...words, title: target.value });
                }}
              />
            )}
          </Field>
          <Field label={read(EDIT.note)}>
            {(id) => (
              <Input
                ref={note}
                id={id}
                value={words.note}
                maxLength={500}
                placeholder={read(EDIT.noteExample)}
                onChange={({ target }) => {
                  setWords({ ...words, note: target.value });
                }}
              />
            )}
          </Field>
          <button type="submit" hidden />
        </form>
      </Modal>
      {overtaken && study.draft !== null && (
        <Overtaken
          study={study}
          draft={study.draft}
          keepOver={(seen) => void keep(seen)}
          keepCopy={() => void keep(null)}
          close={() => {
            setOvertaken(false);
          }}
        />
      )}
    </div>
  );
}

function focused(): HTMLElement | null {
  return document.activeElement instanceof HTMLElement ? document.activeElement : null;
}
