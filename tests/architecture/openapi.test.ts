import { readFileSync } from "node:fs";
import { format } from "prettier";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapiDocument } from "../../scripts/openapi-document.ts";
import { startWorld, type World } from "../support/world.ts";

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: Readonly<Record<string, object>>;
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const described = openapiDocument(
  (JSON.parse(read("package.json")) as { version: string }).version,
) as Described;
const operations = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({ path, method, operationId })),
);

let world: World;

beforeAll(async () => {
  world = await startWorld();
}, 60_000);

afterAll(async () => {
  await world?.close();
});

/** The code of the answer to someone who is not signed in. */
async function codeOf(method: string, path: string): Promise<string | undefined> {
  const response = await fetch(new URL(path.replace(/\{\w+\}/g, "x"), world.origin), {
    method: method.toUpperCase(),
    headers: { origin: world.origin, "content-type": "application/json" },
    ...(method === "post" ? { body: "{}" } : {}),
  });
  return ((await response.json()) as { code?: string }).code;
}

describe("the description of the API", () => {
  it("is what docs/openapi.json freezes", async () => {
    const current = await format(JSON.stringify(described), { parser: "json", printWidth: 110 });
    expect(read("docs/openapi.json")).toBe(current);
  });

  it("points to nothing that it does not hold", () => {
    const text = JSON.stringify(described);
    const targets = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(targets.length).toBeGreaterThan(20);
    const missing = targets.filter(([, kind = "", name = ""]) => {
      return !(name in (described.components[kind] ?? {}));
    });
    expect(missing).toEqual([]);
    expect(text).not.toContain("#/$defs/");
  });

  it("names no call twice, and each is answered by its function", async () => {
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(await codeOf("get", "/api/review/no-such-call")).toBe("not-found");
    const unanswered: string[] = [];
    for (const { path, method, operationId } of operations) {
      if ((await codeOf(method, path)) === "not-found") unanswered.push(operationId);
    }
    expect(unanswered).toEqual([]);
  });
});
