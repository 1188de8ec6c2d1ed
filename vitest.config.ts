import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

const elsewhere = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
    // Many tests start an embedded cloud or a browser: more workers than this only make them slower.
    pool: "forks",
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: ["packages/**/src/**/*.test.ts", "infra/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...elsewhere, "tests/infra/**"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          allowOnly: false,
        },
      },
      {
        // The graphs of all stages are made once, before the first of these files.
        test: {
          name: "infra",
          environment: "node",
          include: ["tests/infra/**/*.test.ts"],
          exclude: elsewhere,
          globalSetup: "tests/infra/setup.ts",
          testTimeout: 120_000,
          allowOnly: false,
        },
      },
      {
        // Components are rendered to strings: what needs a real page is tested in a real browser, in tests/e2e.
        plugins: [solid({ ssr: true })],
        test: {
          name: "web",
          environment: "node",
          include: ["web/src/**/*.test.{ts,tsx}"],
          exclude: elsewhere,
          testTimeout: 30_000,
          allowOnly: false,
          // These ship JSX, which Node cannot load by itself.
          server: { deps: { inline: [/@solidjs\/router/] } },
        },
      },
    ],
  },
});
