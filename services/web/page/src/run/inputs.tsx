import { DeleteOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import type { ReactNode } from "react";

import type { Lane } from "../api/schema";
import { useReading } from "../language/language";
import { KPIS } from "../texts/kpis";
import { RUN } from "../texts/run";
import { rangeText, rangesOf, type PoolRange } from "./ranges";

/** A label, its control, and what helps to fill it in. */
export function Row({ id, label, help, children }: { id: string; label: string; help?: string; children: ReactNode }) {
  return (
    <div className="run-row">
      <label htmlFor={id}>{label}</label>
      {children}
      {help !== undefined && <span className="run-help">{help}</span>}
    </div>
  );
}

/** A number that may be left to what is usual. */
export function NumberRow({
  id,
  label,
  help,
  value,
  onChange,
  min = 1,
  max,
  step = 1,
  suffix,
  usual = true,
}: {
  id: string;
  label: string;
  help?: string;
  value: number | null | undefined;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  suffix?: string;
  usual?: boolean;
}) {
  const { read } = useReading();
  return (
    <Row id={id} label={label} {...(help === undefined ? {} : { help })}>
      <InputNumber<number>
        id={id}
        min={min}
        {...(max === undefined ? {} : { max })}
        step={step}
        {...(usual ? { placeholder: read(RUN.asUsual) } : {})}
        {...(suffix === undefined ? {} : { suffix })}
        value={value ?? null}
        onChange={onChange}
      />
    </Row>
  );
}

/** One figure. */
export function KpiRow({ id, value, onChange }: { id: string; value: string; onChange: (kpi: string) => void }) {
  const { read } = useReading();
  return (
    <Row id={id} label={read(RUN.kpi)}>
      <Select id={id} className="run-wide" value={value} options={useKpiOptions()} onChange={onChange} />
    </Row>
  );
}

/** Several figures. */
export function KpisRow({
  id,
  value,
  onChange,
}: {
  id: string;
  value: readonly string[];
  onChange: (kpis: string[]) => void;
}) {
  const { read } = useReading();
  return (
    <Row id={id} label={read(RUN.precise)}>
      <Select
        id={id}
        mode="multiple"
        className="run-wide"
        value={[...value]}
        options={useKpiOptions()}
        onChange={onChange}
      />
    </Row>
  );
}

export function useKpiOptions(): { value: string; label: string }[] {
  const { read } = useReading();
  return Object.entries(KPIS)
    .filter(([kpi]) => kpi !== "on_time")
    .map(([kpi, title]) => ({ value: kpi, label: read(title) }));
}

/** Departments, and between how many and how many people each of them may have. */
export function PoolsRow({
  lane,
  value,
  onChange,
}: {
  lane: Lane;
  value: readonly string[];
  onChange: (ranges: string[]) => void;
}) {
  const { read } = useReading();
  const ranges = rangesOf(value, lane);
  const free = Object.entries(lane.pools).filter(([id]) => !ranges.some(({ pool }) => pool === id));
  const tell = (told: readonly PoolRange[]) => {
    onChange(told.map(rangeText));
  };
  return (
    <div className="run-row" role="group" aria-labelledby="run-pools">
      <span id="run-pools" className="run-label">
        {read(RUN.pools)}
      </span>
      {ranges.map((range, index) => {
        const pool = lane.pools[range.pool]?.title ?? { zh: range.pool, en: range.pool };
        return (
          <div className="run-range" key={range.pool}>
            <span>{read(pool)}</span>
            <InputNumber<number>
              aria-label={read(RUN.poolFrom, { pool })}
              min={1}
              max={range.to}
              value={range.from}
              onChange={(from) => {
                tell(ranges.with(index, { ...range, from: from ?? 1 }));
              }}
            />
            <span aria-hidden="true">–</span>
            <InputNumber<number>
              aria-label={read(RUN.poolTo, { pool })}
              min={range.from}
              max={1000}
              value={range.to}
              suffix={read(RUN.people)}
              onChange={(to) => {
                tell(ranges.with(index, { ...range, to: to ?? range.from }));
              }}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={read(RUN.poolRemove, { pool })}
              onClick={() => {
                tell(ranges.toSpliced(index, 1));
              }}
            />
          </div>
        );
      })}
      {free.length > 0 && (
        <Select
          className="run-wide"
          aria-label={read(RUN.poolAdd)}
          placeholder={read(RUN.poolAdd)}
          value={null}
          options={free.map(([id, { title }]) => ({ value: id, label: read(title) }))}
          onChange={(id: string | null) => {
            if (id !== null) tell([...ranges, ...rangesOf([id], lane)]);
          }}
        />
      )}
    </div>
  );
}
