import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Application } from "./application";
import { ReadingProvider } from "./language/reading_provider";
import { allowOwnStyles } from "./shell/nonce";
import { arrive } from "./sign-in/arriving";

allowOwnStyles();
const root = document.getElementById("root");
if (root === null) throw new Error("expected an element with the id root; found none");
void arrive().then((shown) => {
  if (!shown) return;
  createRoot(root).render(
    <StrictMode>
      <ReadingProvider>
        <Application />
      </ReadingProvider>
    </StrictMode>,
  );
});
