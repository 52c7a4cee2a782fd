import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined, HolderOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, useState } from "react";

import type { PaletteLever } from "../api/schema";
import { useReading } from "../language/language";
import { LEVERS } from "../texts/levers";
import type { Derived } from "./deriving";
import { ProblemCard } from "./problem_card";
import { titleOf, type Levers } from "./reform";

export interface ReformListProps {
  readonly levers: Levers;
  readonly palette: readonly PaletteLever[];
  readonly derived: Derived | null;
  readonly onChange: (at: number) => void;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (at: number) => void;
}

/** The levers in order: moved by buttons or by dragging, each with what it leaves of the longest limit. */
export function ReformList({ levers, palette, derived, onChange, onMove, onRemove }: ReformListProps) {
  const { read } = useReading();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const refusedAt = derived !== null && derived.pulled < levers.length ? derived.pulled : null;

  const move = (from: number, to: number, button: "up" | "down") => {
    onMove(from, to);
    // The button goes along with its lever; at an end, where it is off, the other one takes its place.
    requestAnimationFrame(() => {
      const item = list.current?.children[to];
      const [same, other] = button === "up" ? ["up", "down"] : ["down", "up"];
      const next = item?.querySelector<HTMLButtonElement>(`[data-move=${same}]:not(:disabled)`);
      (next ?? item?.querySelector<HTMLButtonElement>(`[data-move=${other}]`))?.focus();
    });
  };
  return (
    <ol className="reform" ref={list}>
      {levers.map((use, at) => {
        const title = titleOf(use, palette);
        const step = derived?.derivation?.steps[at];
        const refused = refusedAt === at;
        return (
          <li
            key={at}
            className={`reform-lever${refused ? " reform-refused" : ""}${over === at ? " reform-over" : ""}`}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(at);
            }}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged !== null) onMove(dragged, at);
              setDragged(null);
              setOver(null);
            }}
          >
            <div className="reform-row">
              <span
                className="reform-handle"
                aria-hidden="true"
                title={read(LEVERS.drag, { lever: title })}
                draggable
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = "move";
                  event.dataTransfer.setData("text/plain", String(at));
                  setDragged(at);
                }}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
              >
                <HolderOutlined />
              </span>
              <span className="reform-number">{at + 1}</span>
              <div className="reform-title">
                {read(title)}
                <span className="reform-state">
                  {step !== undefined && read(LEVERS.limitAfter, { days: step.longest_limit })}
                  {refusedAt !== null && at > refusedAt && read(LEVERS.notReached)}
                </span>
              </div>
              <div className="reform-acts">
                <Button
                  type="text"
                  data-move="up"
                  icon={<ArrowUpOutlined />}
                  aria-label={read(LEVERS.earlier, { lever: title })}
                  disabled={at === 0}
                  onClick={() => {
                    move(at, at - 1, "up");
                  }}
                />
                <Button
                  type="text"
                  data-move="down"
                  icon={<ArrowDownOutlined />}
                  aria-label={read(LEVERS.later, { lever: title })}
                  disabled={at === levers.length - 1}
                  onClick={() => {
                    move(at, at + 1, "down");
                  }}
                />
                <Button
                  type="text"
                  icon={<EditOutlined />}
                  aria-label={read(LEVERS.change, { lever: title })}
                  onClick={() => {
                    onChange(at);
                  }}
                />
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={read(LEVERS.remove, { lever: title })}
                  onClick={() => {
                    onRemove(at);
                  }}
                />
              </div>
            </div>
            {refused &&
              derived?.problems.map((problem) => (
                <ProblemCard key={`${problem.code} ${problem.path.join(".")}`} problem={problem} />
              ))}
          </li>
        );
      })}
    </ol>
  );
}
