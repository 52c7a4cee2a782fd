import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// A piece of its own for each of the large libraries, so that a page loads only those that it shows.
const PIECES: Record<string, RegExp> = {
  charts: /node_modules\/(echarts|zrender)\//,
  maps: /node_modules\/(bpmn-js|bpmn-moddle|diagram-js|moddle|moddle-xml|bpmn-js-i18n|didi|min-dash|min-dom)\//,
};

export default defineConfig({
  base: "/page/",
  plugins: [react()],
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
