import { Alert, Button, Spin } from "antd";
import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { answer, api } from "../api/client";
import type { Lane, PaletteLever } from "../api/schema";
import { useAnswer } from "../api/use_answer";
import { useReading } from "../language/language";
import { Failure } from "../shell/failure";
import { NoStudy } from "../study/no_study";
import { Stages } from "../study/stages";
import { changeStudy, useStudy } from "../study/store";
import { laneIsShipped, placeToEdit, type LeverUse, type Study } from "../study/study";
import { LEVERS } from "../texts/levers";
import { BeforeAfter } from "./before_after";
import { derive, useDerived, type Base, type Derived } from "./deriving";
import { LeverForm } from "./lever_form";
import { Palette } from "./palette";
import { ProblemCard } from "./problem_card";
import { placeFor, titleOf, withLever, withMoved, withoutLever } from "./reform";
import { ReformList } from "./reform_list";
import { SaveLevers } from "./save_levers";
import { ScenarioPicker } from "./scenario_picker";
import "./levers.css";

const palette = (signal: AbortSignal) => answer(api.GET("/levers", { signal }));

/** The third stage: which levers are pulled on the lane, in which order, and what becomes of it. */
export default function LeversPage() {
  const { read } = useReading();
  const study = useStudy();
  return (
    <>
      <Stages at="levers" />
      <h1>{read(LEVERS.title)}</h1>
      {study === null ? <NoStudy /> : <Pulling study={study} />}
    </>
  );
}

/** What a form is open for: a place in the list, and whether its lever is new. */
interface Opened {
  readonly lever: PaletteLever;
  readonly at: number;
  readonly use: LeverUse | null;
  readonly lane: Lane;
}

function Pulling({ study }: { study: Study }) {
  const { read } = useReading();
  const navigate = useNavigate();
  const { data, refusal, again } = useAnswer(palette);
  const { lane, shipped } = study;
  const base = useMemo((): Base => (laneIsShipped({ lane, shipped }) ? lane.id : lane), [lane, shipped]);
  const deriving = useDerived(base, study.levers);
  const [opened, setOpened] = useState<Opened | null>(null);
  const opener = useRef<Element | null>(null);
  const [told, setTold] = useState("");
  const [undone, setUndone] = useState<readonly Study[]>([]);
  const { derived } = deriving;
  const { levers } = study;
  const known = data?.levers ?? [];

  const change = (changed: (study: Study) => Study, say: string) => {
    setUndone((before) => [...before.slice(-49), study]);
    changeStudy(changed);
    setTold(say);
  };
  const tell = (changed: readonly LeverUse[], say: string) => {
    change((now) => ({ ...now, levers: changed }), say);
  };
  const open = async (lever: PaletteLever, at: number, use: LeverUse | null) => {
    opener.current = document.activeElement;
    const lane = await laneAt(base, levers.slice(0, at), at === levers.length ? derived : null);
    setOpened({ lever, at, use, lane: lane ?? study.lane });
  };
  const close = () => {
    setOpened(null);
    const from = opener.current;
    // Once the form is gone, one is where one was.
    requestAnimationFrame(() => {
      if (from instanceof HTMLElement) from.focus();
    });
  };
  const apply = (use: LeverUse) => {
    if (opened === null) return;
    close();
    const { lever, at } = opened;
    const values = { lever: titleOf(use, known), place: at + 1 };
    if (lever.scope_only) {
      // It narrows both sides: the lane before is another one from now on.
      void laneAt(base, [use], null).then((lane) => {
        if (lane !== null) change((now) => ({ ...now, lane }), read(LEVERS.added, values));
      });
    } else if (opened.use === null) tell(withLever(levers, use, at), read(LEVERS.added, values));
    else tell(levers.with(at, use), "");
  };
  const undo = () => {
    const before = undone.at(-1);
    if (before === undefined) return;
    setUndone(undone.slice(0, -1));
    changeStudy((now) => ({ ...now, lane: before.lane, levers: before.levers, surroundings: before.surroundings }));
    setTold(read(LEVERS.undo));
  };
  const brokenLane = derived !== null && derived.derivation === null;
  const titleAfter =
    derived !== null && derived.pulled < levers.length
      ? read(LEVERS.afterSome, { count: derived.pulled })
      : read(LEVERS.after);
  return (
    <>
      <p>{read(LEVERS.lead, { lane: study.lane.title })}</p>
      {refusal && <Failure refusal={refusal} again={again} />}
      <div className="levers-columns">
        <section className="levers-reform" aria-labelledby="levers-reform">
          <div className="levers-reform-head">
            <h2 id="levers-reform">{read(LEVERS.reform)}</h2>
            <Button disabled={undone.length === 0} onClick={undo}>
              {read(LEVERS.undo)}
            </Button>
            <Button
              disabled={levers.length === 0}
              onClick={() => {
                tell([], read(LEVERS.clear));
              }}
            >
              {read(LEVERS.clear)}
            </Button>
            <Button type="primary" disabled={brokenLane} onClick={() => void navigate("/run")}>
              {read(LEVERS.run)}
            </Button>
          </div>
          <ScenarioPicker
            study={study}
            onPicked={(picked) => {
              change((now) => ({ ...now, ...picked }), "");
            }}
          />
          {levers.length === 0 ? (
            <p className="levers-empty">{read(LEVERS.reformEmpty)}</p>
          ) : (
            <ReformList
              levers={levers}
              palette={known}
              derived={derived}
              onChange={(at) => {
                const use = levers[at];
                const lever = known.find(({ id }) => id === use?.lever);
                if (use !== undefined && lever !== undefined) void open(lever, at, use);
              }}
              onMove={(from, to) => {
                const use = levers[from];
                if (use === undefined || from === to) return;
                const say = read(LEVERS.moved, { lever: titleOf(use, known), place: to + 1 });
                tell(withMoved(levers, from, to), say);
              }}
              onRemove={(at) => {
                const use = levers[at];
                if (use !== undefined)
                  tell(withoutLever(levers, at), read(LEVERS.removed, { lever: titleOf(use, known) }));
              }}
            />
          )}
          <LongestLimit derived={derived} busy={deriving.busy} />
          {deriving.refusal && <Failure refusal={deriving.refusal} />}
          {brokenLane && (
            <Alert
              type="error"
              showIcon
              title={read(LEVERS.brokenLane)}
              action={<Button onClick={() => void navigate(placeToEdit(study))}>{read(LEVERS.goEdit)}</Button>}
            />
          )}
          {brokenLane &&
            derived.problems.map((problem) => (
              <ProblemCard key={`${problem.code} ${problem.path.join(".")}`} problem={problem} />
            ))}
          <SaveLevers study={study} />
          <p role="status" className="levers-told">
            {told}
          </p>
        </section>
        {data === null ? (
          <Spin />
        ) : (
          <Palette levers={known} onPull={(lever) => void open(lever, placeFor(lever.id, levers, known), null)} />
        )}
      </div>
      {derived?.derivation && levers.length > 0 && (
        <BeforeAfter before={study.lane} after={derived.derivation.after} titleAfter={titleAfter} />
      )}
      {opened !== null && data !== null && (
        <LeverForm
          lever={opened.lever}
          definitions={data.definitions}
          base={base}
          lane={opened.lane}
          before={levers.slice(0, opened.at)}
          use={opened.use}
          onApply={apply}
          onClose={close}
        />
      )}
    </>
  );
}

/** The lane as levers leave it; what is known of it already is not asked again. */
async function laneAt(base: Base, levers: readonly LeverUse[], known: Derived | null): Promise<Lane | null> {
  const found = known ?? (await derive(base, levers, new AbortController().signal).catch(() => null));
  return found?.derivation?.after ?? null;
}

function LongestLimit({ derived, busy }: { derived: Derived | null; busy: boolean }) {
  const { read } = useReading();
  const limit = derived?.derivation?.longest_limit;
  if (limit === undefined) return busy ? <p role="status">{read(LEVERS.loading)}</p> : null;
  return (
    <dl className="levers-limit" aria-busy={busy}>
      <dt>{read(LEVERS.limits)}</dt>
      <dd>
        <strong>
          {limit.before === limit.after
            ? read(LEVERS.limitSame, { days: limit.after })
            : read(LEVERS.limitChange, { before: limit.before, after: limit.after })}
        </strong>
        <span className="lever-help">{read(LEVERS.limitsHow)}</span>
      </dd>
    </dl>
  );
}
