import { useReading, type Both } from "../language/language";
import { HEAT } from "../shell/look";
import { RESULTS } from "../texts/results";

/** What the colours of heat mean, in words, each with its number. */
export function Classes({ classes }: { classes: readonly { readonly title: Both }[] }) {
  const { read } = useReading();
  return (
    <ol className="heat-classes" aria-label={read(RESULTS.scale)}>
      {classes.map(({ title }, level) => {
        const { fill, ink } = HEAT[level] ?? { fill: "#fff", ink: "#000" };
        return (
          <li key={title.en}>
            <span className="heat-class" style={{ background: fill, color: ink }} aria-hidden="true">
              {level + 1}
            </span>
            {read(title)}
          </li>
        );
      })}
    </ol>
  );
}
