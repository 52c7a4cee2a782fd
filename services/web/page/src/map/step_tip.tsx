import { StepFacts } from "./step_facts";
import type { Heat, MapElement } from "./shapes";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WIDTH = 280;

/** What a pointer that rests on a step is told; those who use the keyboard find the same in the list of steps. */
export function StepTip({ element, box, heat }: { element: MapElement; box: Box; heat: Heat | undefined }) {
  const left = Math.max(0, box.x + box.width / 2 - WIDTH / 2);
  return (
    <div className="map-tip" style={{ left, top: box.y + box.height + 8, width: WIDTH }} aria-hidden>
      <StepFacts element={element} />
      {heat && <p className="map-tip-heat">{heat.title ?? heat.label}</p>}
    </div>
  );
}
