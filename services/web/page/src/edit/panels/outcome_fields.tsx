import { Button } from "antd";

import type { Outcome } from "../../api/schema";
import { withNewOutcome, withOutcome, withoutOutcome } from "../../editing/branches";
import type { WorkStep } from "../../editing/lane";
import { ASSUMED } from "../../editing/provenances";
import { stepOf } from "../../editing/tree";
import { useReading } from "../../language/language";
import { EDIT, STEP } from "../../texts/edit";
import { useEditing } from "../editing";
import { SelectField, type Option } from "../fields/select_field";
import { ShareField } from "../fields/share_field";
import { TitleFields } from "../fields/title_fields";
import type { Change } from "./work_fields";

type Way = "share" | "documents" | "rest";
const WAYS: readonly Option<Way>[] = [
  { value: "share", title: STEP.byShare },
  { value: "documents", title: STEP.byDocuments },
  { value: "rest", title: STEP.rest },
];

/** The ways in which a step can come out, and how often each does. */
export function OutcomeFields({ step, change }: { step: WorkStep; change: Change }) {
  const { read } = useReading();
  const { lane } = useEditing();
  const put = (changed: typeof lane, field?: string): void => {
    const after = stepOf(changed, step.id);
    if (after !== null) change(after, field);
  };
  return (
    <section className="panel-part">
      <h3>{read(STEP.outcomes)}</h3>
      {step.outcomes.map((outcome, index) => {
        const way: Way = outcome.from_documents ? "documents" : outcome.share == null ? "rest" : "share";
        const changeOutcome = (changed: Outcome, field?: string): void => {
          put(withOutcome(lane, step.id, index, changed), field === undefined ? undefined : `${outcome.id}.${field}`);
        };
        const decide = (other: Way): void => {
          const { id, title } = outcome;
          const kept = { id, title, from_documents: other === "documents" };
          changeOutcome(other === "share" ? { ...kept, share: { value: 0.1, provenance: ASSUMED } } : kept);
        };
        return (
          <fieldset key={outcome.id} className="panel-entry">
            <legend>{read(outcome.title)}</legend>
            <TitleFields
              title={outcome.title}
              onChange={(title) => {
                changeOutcome({ ...outcome, title }, "title");
              }}
            />
            <SelectField label={read(STEP.way)} value={way} options={WAYS} onChange={decide} />
            {outcome.share != null && (
              <ShareField
                label={read(STEP.share)}
                share={outcome.share}
                onChange={(share) => {
                  changeOutcome({ ...outcome, share }, "share");
                }}
              />
            )}
            <Button
              size="small"
              aria-label={read(EDIT.removeNamed, { name: outcome.title })}
              onClick={() => {
                put(withoutOutcome(lane, step.id, index));
              }}
            >
              {read(EDIT.remove)}
            </Button>
          </fieldset>
        );
      })}
      <Button
        size="small"
        onClick={() => {
          put(withNewOutcome(lane, step.id, { refused: STEP.refused, passed: STEP.passed }));
        }}
      >
        {read(STEP.addOutcome)}
      </Button>
    </section>
  );
}
