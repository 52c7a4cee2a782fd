import type { Drawing } from "./drawing";

const ENDS = ["pointerup", "pointercancel", "pointerleave"] as const;

/**
 * The wheel with Ctrl, and fingers: one moves the map sideways and the page up and down, two zoom and move.
 *
 * @returns how to stop
 */
export function handleTouches(frame: HTMLElement, drawing: Drawing): () => void {
  const down = new Map<number, PointerEvent>();
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    drawing.zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  };
  const begin = (event: PointerEvent): void => {
    if (event.pointerType === "touch") down.set(event.pointerId, event);
  };
  const move = (event: PointerEvent): void => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const other = [...down.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other !== undefined) {
      const apart = (one: PointerEvent): number => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart(before) > 0) drawing.zoom(apart(event) / apart(before));
    }
    drawing.scroll(event.clientX - before.clientX, other === undefined ? 0 : event.clientY - before.clientY);
    down.set(event.pointerId, event);
  };
  const end = (event: PointerEvent): void => {
    down.delete(event.pointerId);
  };
  frame.addEventListener("wheel", wheel, { passive: false });
  frame.addEventListener("pointerdown", begin);
  frame.addEventListener("pointermove", move);
  for (const name of ENDS) frame.addEventListener(name, end);
  return () => {
    frame.removeEventListener("wheel", wheel);
    frame.removeEventListener("pointerdown", begin);
    frame.removeEventListener("pointermove", move);
    for (const name of ENDS) frame.removeEventListener(name, end);
  };
}
