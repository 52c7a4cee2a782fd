import { useMemo } from "react";

import { named, useReading } from "../language/language";
import { KINDS, MAP } from "../texts/map";
import { depthsOf } from "./depths";
import { known, workingDaysSaid } from "./quantities";
import type { Heats, MapElement, Mark } from "./shapes";

interface StepListProps {
  readonly elements: readonly MapElement[];
  readonly chosen: string | null;
  readonly onChoose: ((step: string) => void) | undefined;
  readonly marks: readonly Mark[];
  readonly heats: Heats;
}

/** The same steps as on the map, to be read and chosen without seeing it; how far one stands in says what it is in. */
export function StepList({ elements, chosen, onChoose, marks, heats }: StepListProps) {
  const { read } = useReading();
  const depths = useMemo(() => depthsOf(elements), [elements]);
  return (
    <ol className="step-list">
      {elements.map((element, index) => (
        <li key={element.element} style={{ paddingInlineStart: `${12 * (depths[index] ?? 0)}px` }}>
          <button
            type="button"
            className={element.step === chosen ? "step-list-one chosen" : "step-list-one"}
            aria-current={element.step === chosen ? "true" : undefined}
            disabled={onChoose === undefined}
            onClick={() => onChoose?.(element.step)}
          >
            <span className="step-list-title">{read(named({ id: element.step, title: element.title }))}</span>
            <span className="step-list-about">
              {[
                read(known(KINDS, element.kind)),
                element.doer === null ? null : read(element.doer.title),
                element.limit === null ? null : read(workingDaysSaid(element.limit.working_days)),
                element.documents.length === 0
                  ? null
                  : `${read(MAP.documents)} ${read(MAP.documentsCount, { count: element.documents.length })}`,
                heats[element.step]?.title ?? heats[element.step]?.label ?? null,
              ]
                .filter((each) => each !== null)
                .join(" · ")}
            </span>
            {marks
              .filter(({ step }) => step === element.step)
              .map((mark) => (
                <span key={mark.tone + mark.sign} className={`step-list-mark map-badge-${mark.tone}`}>
                  {mark.sign} {mark.label}
                </span>
              ))}
          </button>
        </li>
      ))}
    </ol>
  );
}
