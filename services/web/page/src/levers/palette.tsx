import { SearchOutlined } from "@ant-design/icons";
import { Button, Collapse, Input, Tag } from "antd";
import { useDeferredValue, useMemo, useState } from "react";

import type { PaletteLever } from "../api/schema";
import { useReading } from "../language/language";
import { LEVERS } from "../texts/levers";
import { MAP } from "../texts/map";
import { CLAUSES_APART } from "./problem_card";
import { grouped, kpiTitle, leversFound } from "./reform";

/** The levers that there are, by group; words narrow them down. */
export function Palette({
  levers,
  onPull,
}: {
  levers: readonly PaletteLever[];
  onPull: (lever: PaletteLever) => void;
}) {
  const { read } = useReading();
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<readonly string[]>(() => levers.slice(0, 1).map(({ group }) => group));
  const sought = useDeferredValue(words);
  const found = useMemo(() => leversFound(levers, sought), [levers, sought]);
  const groups = useMemo(() => grouped(found), [found]);
  const searching = sought.trim() !== "";
  const items = groups.map((group) => ({
    key: group[0]?.group ?? "",
    label: group[0] && read(group[0].group_title),
    extra: <span className="levers-count">{group.length}</span>,
    children: (
      <ul className="levers-cards">
        {group.map((lever) => (
          <Card key={lever.id} lever={lever} onPull={onPull} />
        ))}
      </ul>
    ),
  }));
  return (
    <section className="levers-palette" aria-labelledby="levers-palette">
      <h2 id="levers-palette">{read(LEVERS.palette)}</h2>
      <Input
        type="search"
        allowClear
        prefix={<SearchOutlined />}
        aria-label={read(LEVERS.search)}
        placeholder={read(LEVERS.search)}
        value={words}
        onChange={({ target }) => {
          setWords(target.value);
        }}
      />
      <p className="levers-found" role="status">
        {found.length === 0
          ? read(LEVERS.nothingFound, { words: sought })
          : read(found.length === 1 ? LEVERS.foundOne : LEVERS.found, { count: found.length })}
      </p>
      <Collapse
        size="small"
        activeKey={searching ? items.map(({ key }) => key) : [...opened]}
        onChange={(keys) => {
          setOpened(keys);
        }}
        items={items}
      />
    </section>
  );
}

function Card({ lever, onPull }: { lever: PaletteLever; onPull: (lever: PaletteLever) => void }) {
  const { read } = useReading();
  return (
    <li className="levers-card">
      <div className="levers-card-head">
        <strong>{read(lever.title)}</strong>
        <Button
          size="small"
          aria-label={read(LEVERS.pullNamed, { lever: lever.title })}
          onClick={() => {
            onPull(lever);
          }}
        >
          {read(LEVERS.pull)}
        </Button>
      </div>
      <p>{read(lever.explanation)}</p>
      <Moves lever={lever} />
      <p className="levers-card-clauses">
        {read(LEVERS.clauses)}
        {read(MAP.colon)}
        <span lang="zh-CN">{lever.clauses.map(({ basis }) => basis).join(CLAUSES_APART)}</span>
      </p>
    </li>
  );
}

/** Which figures a lever moves, and which way. */
export function Moves({ lever }: { lever: PaletteLever }) {
  const { read } = useReading();
  if (lever.moves.length === 0) return null;
  return (
    <ul className="levers-moves" aria-label={read(LEVERS.moves)}>
      {lever.moves.map(({ kpi, direction }) => (
        <li key={kpi}>
          <Tag aria-label={read(LEVERS[direction], { kpi: kpiTitle(kpi, read) })}>
            {direction === "down" ? "↓" : "↑"} {kpiTitle(kpi, read)}
          </Tag>
        </li>
      ))}
    </ul>
  );
}
