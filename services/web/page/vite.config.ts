import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// A piece of its own for each of the large libraries, so that a page loads only those that it shows.
const PIECES: Record<string, RegExp> = {
  charts: /node_modules\/(echarts|zrender)\//,
  maps: /node_modules\/(bpmn-js|bpmn-moddle|diagram-js|moddle|moddle-xml|bpmn-js-i18n|didi|min-dash|min-dom)\//,
};

/** A compressed file beside each one that gains by it, so that no server has to compress while somebody waits. */
function squeezed(): Plugin {
  return {
    name: "squeezed",
    apply: "build",
    writeBundle({ dir }) {
      const folder = join(dir ?? ".", "assets");
      for (const name of readdirSync(folder).filter((each) => /\.(js|css|svg|json)$/.test(each))) {
        const whole = readFileSync(join(folder, name));
        const small = gzipSync(whole, { level: 9 });
        if (small.length < whole.length) writeFileSync(join(folder, `${name}.gz`), small);
      }
    },
  };
}

export default defineConfig({
  base: "/page/",
  plugins: [react(), squeezed()],
  html: { cspNonce: "nonce-goes-here" },
  build: {
    outDir: "../built/page",
    emptyOutDir: true,
    target: "es2023",
    // What stands inside of another file escapes the policy of where files may come from.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: Object.entries(PIECES).map(([name, test]) => ({ name, test })) },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ["^/(?!page/).*", "^/page/settings.json"].map((path) => [
        path,
        process.env.GREENLANE_API ?? "http://127.0.0.1:8080",
      ]),
    ),
  },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
