import { useReading } from "../language/language";
import { SHELL } from "../texts/shell";

export function NotFound() {
  const { read } = useReading();
  return <p>{read(SHELL.notFound)}</p>;
}
