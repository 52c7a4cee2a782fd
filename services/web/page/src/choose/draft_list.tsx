import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { answer, api } from "../api/client";
import type { Refusal } from "../api/refusal";
import type { DraftSummary } from "../api/schema";
import { usePages } from "../api/use_pages";
import { momentSaid } from "../edit/moments";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { beginStudy, currentStudy } from "../study/store";
import { CHOOSE } from "../texts/choose";

const PAGE = 50;

const pageOfDrafts = async (cursor: string | null, signal: AbortSignal) => {
  const query = { limit: PAGE, ...(cursor !== null && { cursor }) };
  const { drafts, next } = await answer(api.GET("/drafts", { params: { query }, signal }));
  return { items: drafts, next };
};

/** Drafts of one's own to go on with, and those of others to look at. */
export function DraftList() {
  const { read } = useReading();
  const { items, more, refusal, showMore, again } = usePages(pageOfDrafts);
  const [kept, setKept] = useState<Refusal | null>(null);

  const remove = async (draft: DraftSummary): Promise<void> => {
    setKept(null);
    try {
      const header = { "If-Match": `"${draft.version}"` };
      await answer(api.DELETE("/drafts/{draft}", { params: { path: { draft: draft.id }, header } }));
      if (currentStudy()?.draft?.id === draft.id) beginStudy(null);
    } catch (failure) {
      setKept(failure as Refusal);
    }
    // After a refusal too: somebody else has changed what is listed.
    again();
  };
  if (items === null) return refusal && <Failure refusal={refusal} again={again} />;
  const own = items.filter((draft) => draft.own);
  const others = items.filter((draft) => !draft.own);
  const failure = kept ?? refusal;
  return (
    <>
      {failure && <Failure refusal={failure} again={again} />}
      <section aria-labelledby="drafts-title">
        <h2 id="drafts-title">{read(CHOOSE.drafts)}</h2>
        {own.length === 0 ? (
          <p className="choose-none">{read(CHOOSE.noDrafts)}</p>
        ) : (
          <Rows drafts={own} remove={remove} />
        )}
      </section>
      {others.length > 0 && (
        <details className="choose-more">
          <summary>
            <h2>{read(CHOOSE.othersDrafts)}</h2>
          </summary>
          <Rows drafts={others} remove={null} />
        </details>
      )}
      {more && (
        <Button size="small" onClick={showMore}>
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
