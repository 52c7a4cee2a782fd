import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Application } from "./application";
import { ReadingProvider } from "./language/reading_provider";

const root = document.getElementById("root");
if (root === null) throw new Error("expected an element with the id root; found none");
createRoot(root).render(
  <StrictMode>
    <ReadingProvider>
      <Application />
    </ReadingProvider>
  </StrictMode>,
);
