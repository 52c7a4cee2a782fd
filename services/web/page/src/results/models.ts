/** Lanes of experiments. A hash says all that a model is, so each is fetched once, whichever result it is of. */
import { answer, api } from "../api/client";
import type { Model } from "../api/schema";

const kept = new Map<string, Promise<Model>>();

/** A model of an experiment; the same object every time, so that its map is not drawn again. */
export function modelOf(experiment: string, model: string): Promise<Model> {
  const known = kept.get(model);
  if (known !== undefined) return known;
  const asked = answer(
    api.GET("/experiments/{experiment}/models/{model}", { params: { path: { experiment, model } } }),
  );
  kept.set(model, asked);
  // What could not be fetched is asked for again.
  asked.catch(() => kept.delete(model));
  return asked;
}
