import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const source = new URL("../../packages/envelope/src/", import.meta.url);

function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, source), "utf8");
  return Array.from(text.matchAll(/from "([^"]+)"/g), (match) => match[1] ?? "");
}

/** The file and everything that it imports, directly or not. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const target of importsOf(file)) reached(target.replace("./", ""), seen);
  return seen;
}

describe("the envelope package", () => {
  it("has no dependencies", () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", source), "utf8"));
    expect(manifest).toMatchObject({ dependencies: {} });
    expect(manifest).not.toHaveProperty("peerDependencies");
  });

  it("imports nothing but its own files", () => {
    const files = readdirSync(source).filter((file) => /^[a-z-]+\.ts$/.test(file));
    expect(files.length).toBeGreaterThan(10);
    const foreign = files.flatMap(importsOf).filter((target) => !/^\.\/[a-z-]+\.ts$/.test(target));
    expect(foreign).toEqual([]);
  });

  it("parses headers without any cryptography", () => {
    const files = Array.from(reached("header.ts"));
    expect(files).toContain("context.ts");
    const withCrypto = files.filter((file) => /\bcrypto\b/.test(readFileSync(new URL(file, source), "utf8")));
    expect(withCrypto).toEqual([]);
  });
});
