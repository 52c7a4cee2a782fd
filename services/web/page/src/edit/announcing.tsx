import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from "react";

/** Long enough to be read. */
const SHOWN = 8000;

const AnnounceContext = createContext<((text: string) => void) | null>(null);

/** Says what was done, for those who see it at the edge of the page and for those who hear it. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState("");
  const announce = useCallback((text: string) => {
    setSaid(text);
  }, []);
  useEffect(() => {
    if (said === "") return undefined;
    const timer = setTimeout(() => {
      setSaid("");
    }, SHOWN);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <p className="announced" role="status">
        {said}
      </p>
    </AnnounceContext>
  );
}

export function useAnnounce(): (text: string) => void {
  const announce = useContext(AnnounceContext);
  if (announce === null) throw new Error("expected an Announcer above; found none");
  return announce;
}
