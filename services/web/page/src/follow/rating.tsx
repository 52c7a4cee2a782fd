import { Button } from "antd";
import { useState } from "react";

import type { Sending } from "../cases/sending";
import { useReading } from "../language/language";
import { FOLLOW } from "../texts/follow";
import { rate } from "./requests";

const LEVELS = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"] as const;

/** The five levels of the national rating, once a case is over. */
export function Rating({ id, busy, send }: { id: string; busy: boolean; send: Sending }) {
  const { read } = useReading();
  const [rated, setRated] = useState(false);
  return (
    <section className="panel" aria-labelledby="rate">
      <h2 id="rate">{read(FOLLOW.rate)}</h2>
      {rated ? (
        <p role="status">{read(FOLLOW.rated)}</p>
      ) : (
        <div className="actions">
          {LEVELS.map((level) => (
            <Button
              key={level}
              size="large"
              disabled={busy}
              onClick={() => void send(`rate ${id} ${level}`, rate(id, level)).then(setRated)}
            >
              {read(FOLLOW[level])}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
