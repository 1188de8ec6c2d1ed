import { fileURLToPath } from "node:url";
import solid from "vite-plugin-solid";
import { defineConfig, type Plugin } from "vite";

/** Nothing is drawn before the script: it knows the colors that the person chose. Vite drops the attribute itself. */
const drawAfterScript: Plugin = {
  name: "draw-after-script",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (page) => page.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

/**
 * The portal runs under a content security policy without inline script, inline style or `data:` addresses, so
 * nothing is inlined and nothing is injected.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [solid(), drawAfterScript],
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    rolldownOptions: {
      // The parser is told not to compile before any schema is made: across chunks that order would be lost.
      output: { codeSplitting: { groups: [{ name: "parsing", test: /strict-parsing\.ts$|\/zod\// }] } },
    },
    // The first browsers that know `light-dark()`, which the tokens are written in.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
});
