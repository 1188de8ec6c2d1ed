import { defineConfig } from "vitest/config";

/** What takes too long for every change: the whole product, looked at page by page. */
export default defineConfig({
  test: { include: ["tests/full/**/*.full.ts"], pool: "forks", maxWorkers: 1, allowOnly: false },
});
