import { Button, Modal, Space, Spin } from "antd";
import { useCallback, useState } from "react";

import { answer, api } from "../api/client";
import { useAnswer } from "../api/use_answer";
import type { Lane } from "../editing/lane";
import { readLane } from "../editing/reading";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { changeStudy } from "../study/store";
import type { DraftReference, LeverUse, Study } from "../study/study";
import { EDIT } from "../texts/edit";
import { Comparison } from "./comparison";
import { edit } from "./history_of_study";
import { momentSaid } from "./moments";

interface OvertakenProps {
  readonly study: Study;
  readonly draft: DraftReference;
  readonly keepOver: (seen: DraftReference) => void;
  readonly keepCopy: () => void;
  readonly close: () => void;
}

/** Somebody was faster: what there is now, how it differs from what one has, and what one can do. Nothing is lost. */
export function Overtaken({ study, draft, keepOver, keepCopy, close }: OvertakenProps) {
  const { read, language } = useReading();
  const [comparing, setComparing] = useState(false);
  const ask = useCallback(
    (signal: AbortSignal) => answer(api.GET("/drafts/{draft}", { params: { path: { draft: draft.id } }, signal })),
    [draft.id],
  );
  const { data: latest, refusal, again } = useAnswer(ask);
  const theirs: Lane | null = latest === null ? null : readLane(latest.lane);
  const take = (): void => {
    if (latest === null || theirs === null) return;
    edit(theirs);
    changeStudy((now) => ({
      ...now,
      levers: latest.levers as unknown as readonly LeverUse[],
      draft: { id: latest.id, version: latest.version, title: latest.title },
    }));
    close();
  };
  return (
    <Modal open title={read(EDIT.somebody)} footer={null} width={comparing ? 1100 : 560} onCancel={close}>
      {refusal && <Failure refusal={refusal} again={again} />}
      {latest === null ? (
        refusal === null && <Spin />
      ) : (
        <>
          <p>
            {read(EDIT.somebodyHow, {
              mine: draft.version,
              theirs: latest.version,
              who: latest.owner,
              when: momentSaid(latest.changed_at, language),
            })}
          </p>
          <Space wrap>
            <Button
              type="primary"
              onClick={() => {
                keepOver({ id: latest.id, version: latest.version, title: draft.title });
              }}
            >
              {read(EDIT.keepMine)}
            </Button>
            <Button onClick={keepCopy}>{read(EDIT.keepCopy)}</Button>
            <Button disabled={theirs === null} onClick={take}>
              {read(EDIT.takeTheirs)}
            </Button>
            <Button
              disabled={theirs === null}
              onClick={() => {
                setComparing(true);
              }}
            >
              {read(EDIT.compareTheirs)}
            </Button>
          </Space>
          {comparing && theirs !== null && (
            <Comparison
              before={theirs}
              after={study.lane}
              titles={{ before: read(EDIT.theirs, { version: latest.version }), after: read(EDIT.mine) }}
            />
          )}
        </>
      )}
    </Modal>
  );
}
