import { Button, Popconfirm } from "antd";
import { useCallback, useEffect, useState } from "react";
import { Link } from "react-router";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { DraftSummary } from "../api/schema";
import { momentSaid } from "../edit/moments";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { beginStudy, currentStudy } from "../study/store";
import { CHOOSE } from "../texts/choose";

const PAGE = 50;

interface Listed {
  readonly drafts: readonly DraftSummary[];
  readonly next: string | null;
}

/** Drafts of one's own to go on with, and those of others to look at. */
export function DraftList() {
  const { read } = useReading();
  const [listed, setListed] = useState<Listed | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const ask = useCallback((cursor: string | null, signal: AbortSignal | null): Promise<void> => {
    const query = cursor === null ? { limit: PAGE } : { limit: PAGE, cursor };
    return answer(api.GET("/drafts", { params: { query }, signal })).then(
      ({ drafts, next }) => {
        if (signal?.aborted) return;
        setRefusal(null);
        setListed((before) => ({ drafts: cursor === null ? drafts : [...(before?.drafts ?? []), ...drafts], next }));
      },
      (failure: unknown) => {
        if (!signal?.aborted) setRefusal(failure as Refusal);
      },
    );
  }, []);
  useEffect(() => {
    const aborted = new AbortController();
    void ask(null, aborted.signal);
    return () => {
      aborted.abort();
    };
  }, [ask]);

  const remove = async (draft: DraftSummary): Promise<void> => {
    try {
      const header = { "If-Match": `"${draft.version}"` };
      await answer(api.DELETE("/drafts/{draft}", { params: { path: { draft: draft.id }, header } }));
      if (currentStudy()?.draft?.id === draft.id) beginStudy(null);
      setListed((before) => before && { ...before, drafts: before.drafts.filter(({ id }) => id !== draft.id) });
    } catch (failure) {
      // The list as it is now, and with it why nothing was deleted.
      await ask(null, null);
      setRefusal(failure as Refusal);
    }
  };
  const again = (): void => {
    void ask(null, null);
  };
  if (listed === null) return refusal && <Failure refusal={refusal} again={again} />;
  const own = listed.drafts.filter((draft) => draft.own);
  const others = listed.drafts.filter((draft) => !draft.own);
  return (
    <>
      {refusal && <Failure refusal={refusal} again={again} />}
      <section aria-labelledby="drafts-title">
        <h2 id="drafts-title">{read(CHOOSE.drafts)}</h2>
        {own.length === 0 ? (
          <p className="choose-none">{read(CHOOSE.noDrafts)}</p>
        ) : (
          <Rows drafts={own} remove={remove} />
        )}
      </section>
      {others.length > 0 && (
        <details className="choose-more drafts-of-others">
          <summary>
            <h2>{read(CHOOSE.othersDrafts)}</h2>
          </summary>
          <Rows drafts={others} remove={null} />
        </details>
      )}
      {listed.next !== null && (
        <Button
          size="small"
          onClick={() => {
            void ask(listed.next, null);
          }}
        >
          {read(CHOOSE.moreDrafts)}
        </Button>
      )}
    </>
  );
}

interface RowsProps {
  readonly drafts: readonly DraftSummary[];
  readonly remove: ((draft: DraftSummary) => Promise<void>) | null;
}

function Rows({ drafts, remove }: RowsProps) {
  const { read, language } = useReading();
  return (
    <ul className="draft-rows">
      {drafts.map((draft) => {
        const { id, title, version, owner, changed_at } = draft;
        const when = momentSaid(changed_at, language);
        return (
          <li key={id}>
            <Link to={`/design/${id}`}>{title}</Link>
            <span className="draft-about">
              {draft.own
                ? read(CHOOSE.draftAbout, { version, when })
                : read(CHOOSE.draftOwner, { version, owner, when })}
            </span>
            {remove !== null && (
              <Popconfirm
                title={read(CHOOSE.deleteSure, { name: title })}
                okText={read(CHOOSE.delete)}
                cancelText={read(CHOOSE.keep)}
                okButtonProps={{ danger: true }}
                onConfirm={() => {
                  void remove(draft);
                }}
              >
                <Button size="small" type="text" danger aria-label={read(CHOOSE.deleteNamed, { name: title })}>
                  {read(CHOOSE.delete)}
                </Button>
              </Popconfirm>
            )}
          </li>
        );
      })}
    </ul>
  );
}
