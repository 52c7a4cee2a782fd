import { useSyncExternalStore } from "react";

/** Long enough to be read. */
const SHOWN = 8000;

let said = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function say(text: string): void {
  said = text;
  listeners.forEach((told) => {
    told();
  });
}

/** Say what was done; it stays for a while, on the next page too. */
export function announce(text: string): void {
  clearTimeout(timer);
  say(text);
  timer = setTimeout(() => {
    say("");
  }, SHOWN);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was done, for those who see it at the edge of the page and for those who hear it. */
export function Announcement() {
  const text = useSyncExternalStore(listen, () => said);
  return (
    <p className="announced" role="status">
      {text}
    </p>
  );
}
