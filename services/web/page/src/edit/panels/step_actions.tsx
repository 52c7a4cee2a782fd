import { Button, Dropdown, Modal, Select, Space, type MenuProps } from "antd";
import { useState } from "react";

import type { NamedStep } from "../../editing/lane";
import {
  NEW_BLOCKS,
  NEW_STEPS,
  needsAnother,
  newBlock,
  newStep,
  type NewBlock,
  type NewStep,
} from "../../editing/new_steps";
import {
  canRemove,
  canUnwrap,
  inserted,
  insertedBeside,
  moved,
  neighbour,
  removed,
  unwrapped,
  wrapped,
} from "../../editing/placing";
import { freshStepId, namedSteps } from "../../editing/tree";
import { named, useReading, type Both } from "../../language/language";
import { known } from "../../map/quantities";
import { EDIT, STEP } from "../../texts/edit";
import { KINDS } from "../../texts/map";
import { announce } from "../announcing";
import { useEditing } from "../editing";

type Where = "before" | "after" | "beside";
const WHERE: readonly { where: Where; text: Both }[] = [
  { where: "before", text: STEP.before },
  { where: "after", text: STEP.after },
  { where: "beside", text: STEP.beside },
];

/** Insert beside, wrap, move and remove the chosen step. */
export function StepActions({ step }: { step: NamedStep }) {
  const { read } = useReading();
  const { lane, edit, choose } = useEditing();
  const [moving, setMoving] = useState(false);

  const called = (kind: string, taken = lane) => ({
    id: freshStepId(taken, kind),
    title: known(KINDS, kind),
  });
  const fresh = (kind: NewStep) =>
    newStep(kind, called(kind), {
      pool: step.kind === "task" ? step.pool : (Object.keys(lane.pools)[0] ?? ""),
      lane: "commitment_follow_up",
      thirdParty: known(KINDS, "third_party"),
    });
  const insert = (where: Where, kind: NewStep): void => {
    const made = fresh(kind);
    edit(
      where === "beside"
        ? insertedBeside(lane, step.id, made, (branches) => ({ kind: "parallel", ...called("parallel"), branches }))
        : inserted(lane, step.id, where, made),
    );
    choose(made.id);
  };
  const wrap = (kind: NewBlock): void => {
    const block = called(kind);
    edit(wrapped(lane, step.id, (inside) => newBlock(kind, block, inside, fresh(needsAnother(kind) ? "task" : "end"))));
    choose(block.id);
  };
  const shift = (way: "earlier" | "later"): void => {
    const next = neighbour(lane, step.id, way);
    if (next !== null) edit(moved(lane, step.id, next.side, next.id));
  };
  const remove = (): void => {
    edit(removed(lane, step.id));
    choose(null);
    announce(read(STEP.removed, { name: named(step) }));
  };
  const menu = <Kind extends string>(kinds: readonly Kind[], act: (kind: Kind) => void): MenuProps => ({
    items: kinds.map((kind) => ({ key: kind, label: read(known(KINDS, kind)) })),
    onClick: ({ key }) => {
      act(key as Kind);
    },
  });
  // Looked for only when asked for: each place that it could move to is tried.
  const targets = moving ? namedSteps(lane).filter(({ id }) => moved(lane, step.id, "after", id) !== lane) : [];
  return (
    <div className="step-actions" role="group" aria-label={read(STEP.actions)}>
      <Space wrap size={6}>
        {WHERE.map(({ where, text }) => (
          <Dropdown
            key={where}
            trigger={["click"]}
            menu={menu(
              where === "beside" ? NEW_STEPS.filter((kind) => kind !== "end" && kind !== "milestone") : NEW_STEPS,
              (kind) => {
                insert(where, kind);
              },
            )}
          >
            <Button size="small">{read(text)}</Button>
          </Dropdown>
        ))}
        <Dropdown trigger={["click"]} menu={menu(NEW_BLOCKS, wrap)}>
          <Button size="small">{read(STEP.wrap)}</Button>
        </Dropdown>
        {canUnwrap(step) && (
          <Button
            size="small"
            onClick={() => {
              edit(unwrapped(lane, step.id));
              choose(null);
            }}
          >
            {read(STEP.unwrap)}
          </Button>
        )}
        {(["earlier", "later"] as const).map((way) => (
          <Button
            key={way}
            size="small"
            disabled={neighbour(lane, step.id, way) === null}
            onClick={() => {
              shift(way);
            }}
          >
            {read(STEP[way])}
          </Button>
        ))}
        <Button
          size="small"
          onClick={() => {
            setMoving(true);
          }}
        >
          {read(STEP.elsewhere)}
        </Button>
        <Button size="small" danger disabled={!canRemove(lane, step.id)} onClick={remove}>
          {read(EDIT.remove)}
        </Button>
      </Space>
      <Modal
        open={moving}
        title={read(STEP.elsewhere)}
        footer={null}
        destroyOnHidden
        onCancel={() => {
          setMoving(false);
        }}
      >
        <Select
          aria-label={read(STEP.elsewherePick)}
          placeholder={read(STEP.elsewherePick)}
          className="field-wide"
          showSearch={{ optionFilterProp: "label" }}
          options={targets.map((target) => ({ value: target.id, label: read(named(target)) }))}
          onChange={(target: string) => {
            setMoving(false);
            edit(moved(lane, step.id, "after", target));
          }}
        />
      </Modal>
    </div>
  );
}
