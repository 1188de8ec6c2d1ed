import { fileURLToPath } from "node:url";
import solid from "vite-plugin-solid";
import { defineConfig } from "vite";

/**
 * The portal runs under a content security policy without inline script, inline style or `data:` addresses, so
 * nothing is inlined and nothing is injected.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [solid()],
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // The first browsers that know `light-dark()`, which the tokens are written in.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
});
