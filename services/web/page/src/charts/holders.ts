/** Who can have a case, each with its colour and its pattern. */
import { OKABE_ITO } from "../shell/look";
import { PATTERNS, type Pattern } from "./drawing";
import type { WaitingView } from "./views";

export type Holder = WaitingView["data"]["sides"][number]["parts"][number]["holder"];

export const HOLDERS: Readonly<Record<Holder, { readonly colour: string; readonly pattern: Pattern }>> = {
  working: { colour: OKABE_ITO.green, pattern: PATTERNS.plain },
  queueing: { colour: OKABE_ITO.vermilion, pattern: PATTERNS.rising },
  off_duty: { colour: "#bdbdbd", pattern: PATTERNS.dots },
  third_party: { colour: OKABE_ITO.purple, pattern: PATTERNS.falling },
  applicant: { colour: OKABE_ITO.sky, pattern: PATTERNS.level },
  statutory: { colour: OKABE_ITO.yellow, pattern: PATTERNS.upright },
  elsewhere: { colour: OKABE_ITO.orange, pattern: PATTERNS.dense },
};
