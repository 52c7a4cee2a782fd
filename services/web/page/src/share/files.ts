/** Everything of a result that can be taken away: the result, its scenarios, its lanes, its tables. */
import { answer, api } from "../api/client";
import type { ExperimentViews } from "../charts/views";
import type { Both, Language, Reading } from "../language/language";
import { SHARE } from "../texts/share";
import { fetchFile } from "./downloading";

type ModelShown = ExperimentViews["models"][number];

export interface FileToTake {
  readonly key: string;
  /** In the reader's language. */
  readonly label: string;
  readonly file: () => ReturnType<typeof fetchFile>;
}

export interface FileGroup {
  readonly title: Both;
  readonly files: readonly FileToTake[];
}

const FORMATS = [
  ["bpmn", SHARE.laneBpmn],
  ["bpmn+bpsim", SHARE.laneBpsim],
  ["yaml", SHARE.laneYaml],
] as const;

/** @param subjects ids of what was asked about; none as long as that is not known */
export function filesOf(
  { experiment, models, views }: ExperimentViews,
  subjects: readonly string[],
  language: Language,
  read: Reading["read"],
): readonly FileGroup[] {
  const of = `/experiments/${experiment}`;
  const result: FileToTake = {
    key: "result",
    label: read(SHARE.resultJson),
    file: () => fetchFile(`${of}/result`, `${experiment.slice(0, 12)}.json`),
  };
  // Of one subject, or while it is not known of how many, the server knows which is meant.
  const asked = subjects.length > 1 ? subjects : [null];
  const scenarios = asked.map((subject): FileToTake => ({
    key: `scenario ${subject ?? ""}`,
    label: subject === null ? read(SHARE.scenarioYaml) : read(SHARE.scenarioOf, { subject }),
    file: () =>
      fetchFile(
        subject === null ? `${of}/scenario` : `${of}/scenario?subject=${encodeURIComponent(subject)}`,
        `${subject ?? "scenario"}.yaml`,
      ),
  }));
  const several = new Set(models.map(({ question }) => question)).size > 1;
  const lanes = onceEach(models).flatMap((model) => {
    const title = called(model, several);
    // Lanes beside are known by their ids until the model is fetched.
    const inside = [
      { id: null, title },
      ...model.beside.map((id) => ({ id, title: { zh: `${title.zh} · ${id}`, en: `${title.en} · ${id}` } })),
    ];
    return inside.flatMap(({ id, title: lane }) =>
      FORMATS.map(([format, text]): FileToTake => ({
        key: `${model.hash} ${id ?? ""} ${format}`,
        label: read(text, { lane }),
        file: () => laneOf(experiment, model.hash, id, format, language),
      })),
    );
  });
  const tables = views.map(({ id, title }): FileToTake => ({
    key: `csv ${id}`,
    label: read(SHARE.viewCsv, { view: title }),
    file: () => fetchFile(`${of}/views/${id}.csv`, `${id}.csv`),
  }));
  return [
    { title: SHARE.groupResult, files: [result, ...scenarios] },
    { title: SHARE.groupLanes, files: lanes },
    { title: SHARE.groupTables, files: tables },
  ];
}

/** Models, each once: two subjects can have the same lane before. */
function onceEach(models: readonly ModelShown[]): readonly ModelShown[] {
  return models.filter(({ hash }, place) => models.findIndex((model) => model.hash === hash) === place);
}

/** What the lane of a model is called among the others of the result. */
function called({ role, title }: ModelShown, several: boolean): Both {
  if (role !== "before" && role !== "after") return title;
  const side = SHARE[role];
  return several ? { zh: `${title.zh} · ${side.zh}`, en: `${title.en} · ${side.en}` } : side;
}

/** @param beside id of a lane that is simulated beside; that in question if none */
async function laneOf(
  experiment: string,
  model: string,
  beside: string | null,
  format: (typeof FORMATS)[number][0],
  language: Language,
) {
  const params = { path: { experiment, model } };
  const found = await answer(api.GET("/experiments/{experiment}/models/{model}", { params }));
  const lane = found.beside.find(({ id }) => id === beside) ?? found.lane;
  const ending = format === "yaml" ? "yaml" : "bpmn";
  return fetchFile("/exports", `${lane.id}.${ending}`, { lane, format, language });
}
