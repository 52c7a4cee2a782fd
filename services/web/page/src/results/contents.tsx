import type { Both } from "../language/language";
import { useReading } from "../language/language";
import { RESULTS } from "../texts/results";

export interface Entry {
  readonly place: string;
  readonly title: Both;
}

/** What is on the page, to go there. Places of the page itself are behind the `#` already, so these are buttons. */
export function Contents({ entries }: { entries: readonly Entry[] }) {
  const { read } = useReading();
  return (
    <nav className="contents" aria-label={read(RESULTS.contents)}>
      <ul>
        {entries.map(({ place, title }) => (
          <li key={place}>
            <button
              type="button"
              onClick={() => {
                const section = document.getElementById(place);
                section?.scrollIntoView({ block: "start" });
                section?.focus({ preventScroll: true });
              }}
            >
              {read(title)}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
