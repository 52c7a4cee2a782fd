import type { MapElement } from "./shapes";

/** In how many other steps each step stands, in the order of the steps. */
export function depthsOf(elements: readonly Pick<MapElement, "path">[]): number[] {
  const paths = new Set(elements.map(({ path }) => JSON.stringify(path)));
  return elements.map(({ path }) => {
    let depth = 0;
    for (let length = 0; length < path.length; length += 1) {
      if (paths.has(JSON.stringify(path.slice(0, length)))) depth += 1;
    }
    return depth;
  });
}
