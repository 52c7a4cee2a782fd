import { Checkbox, DatePicker, Segmented } from "antd";
import dayjs from "dayjs";

import type { AskedDesign } from "../api/schema";
import { useReading } from "../language/language";
import { RUN } from "../texts/run";
import { KpisRow, NumberRow, Row } from "./inputs";
import { USUAL_REPLICATIONS } from "./ladder";
import type { Question } from "./requests";

/** How a question is simulated; all of it has a usual value. */
export function DesignForm({ question, onChange }: { question: Question; onChange: (question: Question) => void }) {
  const { read } = useReading();
  const { design, told, kind } = question;
  const precise = kind === "simulate" || kind === "compare";
  const { precision } = told;
  const tell = (changed: Partial<AskedDesign>) => {
    onChange({ ...question, design: { ...design, ...changed } });
  };
  const days = design.cases == null;
  return (
    <div className="run-design">
      {precise && (
        <Row id="run-replicate" label={read(RUN.replicate)}>
          <Segmented
            id="run-replicate"
            value={precision == null ? "number" : "precision"}
            options={[
              { value: "number", label: read(RUN.byNumber) },
              { value: "precision", label: read(RUN.byPrecision) },
            ]}
            onChange={(how) => {
              const wanted = { relative: 0.05, kpis: ["processing_time.mean"], most: 200 };
              onChange({
                ...question,
                told: { ...told, precision: how === "precision" ? wanted : null },
                design: { ...design, replications: how === "precision" ? null : USUAL_REPLICATIONS },
              });
            }}
          />
        </Row>
      )}
      {precision == null ? (
        kind !== "select" && (
          <NumberRow
            id="run-replications"
            label={read(RUN.replications)}
            help={read(RUN.replicationsHow)}
            max={10_000}
            value={design.replications}
            onChange={(replications) => {
              tell({ replications });
            }}
          />
        )
      ) : (
        <>
          <NumberRow
            id="run-relative"
            label={read(RUN.relative)}
            min={0.1}
            max={99}
            suffix="%"
            usual={false}
            value={Number((precision.relative * 100).toPrecision(6))}
            onChange={(share) => {
              const relative = Number(((share ?? 5) / 100).toPrecision(6));
              onChange({ ...question, told: { ...told, precision: { ...precision, relative } } });
            }}
          />
          <KpisRow
            id="run-precise"
            value={precision.kpis}
            onChange={(kpis) => {
              if (kpis.length > 0) onChange({ ...question, told: { ...told, precision: { ...precision, kpis } } });
            }}
          />
          <NumberRow
            id="run-most"
            label={read(RUN.most)}
            min={10}
            max={10_000}
            usual={false}
            value={precision.most}
            onChange={(most) => {
              onChange({ ...question, told: { ...told, precision: { ...precision, most: most ?? 200 } } });
            }}
          />
        </>
      )}
      <NumberRow
        id="run-seed"
        label={read(RUN.seed)}
        help={read(RUN.seedHow)}
        min={0}
        usual={false}
        value={design.seed ?? 1}
        onChange={(seed) => {
          tell({ seed: seed ?? 1 });
        }}
      />
      <Row id="run-span" label={read(RUN.span)}>
        <Segmented
          id="run-span"
          value={days ? "days" : "cases"}
          options={[
            { value: "days", label: read(RUN.byDays) },
            { value: "cases", label: read(RUN.byCases) },
          ]}
          onChange={(by) => {
            tell({ cases: by === "cases" ? 200 : null });
          }}
        />
      </Row>
      {days ? (
        (
          [
            ["warm_up_days", RUN.warmUpDays, 0],
            ["window_days", RUN.windowDays, 1],
            ["cool_down_days", RUN.coolDownDays, 0],
          ] as const
        ).map(([name, label, min]) => (
          <NumberRow
            key={name}
            id={`run-${name}`}
            label={read(label)}
            min={min}
            max={3660}
            value={design[name]}
            onChange={(told) => {
              tell({ [name]: told });
            }}
          />
        ))
      ) : (
        <NumberRow
          id="run-case-count"
          label={read(RUN.caseCount)}
          max={100_000}
          usual={false}
          value={design.cases}
          onChange={(cases) => {
            tell({ cases: cases ?? 200 });
          }}
        />
      )}
      <Row id="run-starts" label={read(RUN.startsOn)}>
        <DatePicker
          id="run-starts"
          placeholder={read(RUN.asUsual)}
          value={design.starts_on == null ? null : dayjs(design.starts_on)}
          onChange={(day) => {
            tell({ starts_on: day === null ? null : day.format("YYYY-MM-DD") });
          }}
        />
      </Row>
      <NumberRow
        id="run-confidence"
        label={read(RUN.confidence)}
        min={50}
        max={99.9}
        suffix="%"
        value={design.confidence == null ? null : Number((design.confidence * 100).toPrecision(6))}
        onChange={(share) => {
          tell({ confidence: share === null ? null : Number((share / 100).toPrecision(6)) });
        }}
      />
      <Checkbox
        checked={design.assume_weekdays ?? false}
        onChange={({ target }) => {
          tell({ assume_weekdays: target.checked });
        }}
      >
        {read(RUN.assumeWeekdays)}
      </Checkbox>
    </div>
  );
}
