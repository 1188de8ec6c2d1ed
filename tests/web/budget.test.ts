import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { cachedPortal } from "../../scripts/build-cache.ts";

/** What a first visit may load as script, compressed as an edge sends it. */
const BUDGET_BYTES = 120 * 1024;

let assets: string;
let entry: string;

beforeAll(async () => {
  const portal = await cachedPortal();
  assets = join(portal, "assets");
  const page = readFileSync(join(portal, "index.html"), "utf8");
  const source = /<script type="module"[^>]* src="\/assets\/([^"]+)"/.exec(page)?.[1];
  entry = source ?? expect.fail("the page has no script");
}, 120_000);

/** What a built module imports at once: `from"./x.js"` or `import"./x.js"`, and not `import("./x.js")`. */
export function importsOf(code: string): readonly string[] {
  return [...code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(([, name]) => name ?? "");
}

/** The chunks of a page: the entry, the route's own chunk, and whatever these import at once. */
function firstLoad(route: string): ReadonlySet<string> {
  const own = readdirSync(assets).filter((name) => new RegExp(`^${route}-[\\w-]{8}\\.js$`).test(name));
  expect(own).toHaveLength(1);
  const chunks = new Set<string>();
  const add = (name: string) => {
    if (chunks.has(name)) return;
    chunks.add(name);
    importsOf(readFileSync(join(assets, name), "utf8")).forEach(add);
  };
  [entry, ...own].forEach(add);
  return chunks;
}

const weigh = (name: string) => gzipSync(readFileSync(join(assets, name))).length;

describe("the script of a first visit", () => {
  it("reads a built module's own imports, and not those that come later", () => {
    const code = `import{a as t}from"./page-x.js";import"./b.js";const l=()=>import("./send-y.js");export{t}from'./c.js'`;
    expect(importsOf(code)).toEqual(["page-x.js", "b.js", "c.js"]);
  });

  it.each(["sign-in", "home"])("of %s weighs at most 120 KB", (route) => {
    const weights = [...firstLoad(route)].map((name) => [weigh(name), name] as const);
    const sumBytes = weights.reduce((sum, [bytes]) => sum + bytes, 0);
    const tooHeavy = sumBytes > BUDGET_BYTES ? weights.sort(([one], [other]) => other - one) : [];
    expect(tooHeavy).toEqual([]);
    expect(sumBytes).toBeGreaterThan(10_000);
  });

  it.each(["sign-in", "home"])("of %s holds neither a worker nor what draws documents", (route) => {
    const names = [...firstLoad(route)].map((name) => basename(name));
    expect(names.filter((name) => /worker|viewer|drawing|pdf|dicom|task|send/.test(name))).toEqual([]);
  });
});
