import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createFunction } from "./function.ts";
import type { LambdaFunction } from "./function.ts";
import { createModules } from "./worker.fixture.ts";

const source = `
let calls = 0;
const blocked = new Int32Array(new SharedArrayBuffer(4));
export const handler = async (event, context) => {
  calls += 1;
  if (event.throws) throw new TypeError(event.throws);
  if (event.hangs) await new Promise(() => {});
  if (event.spins) for (;;);
  if (event.fills) { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); }
  if (event.prints) console.log(event.prints);
  if (event.waitMs) Atomics.wait(blocked, 0, 0, event.waitMs);
  return { calls, env: process.env, name: context.functionName, left: context.getRemainingTimeInMillis() };
};
export const other = () => undefined;
`;

let modules: Awaited<ReturnType<typeof createModules>>;
let file: string;
let open: LambdaFunction[] = [];
beforeAll(async () => {
  modules = await createModules();
  file = await modules.write("handler.mjs", source);
});
afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});
afterAll(() => modules.remove());

let nowMs = 0;
const hour = 3_600_000;
const lines: string[] = [];
const make = (more: Partial<Parameters<typeof createFunction>[0]> = {}) => {
  const made = createFunction({
    functionName: "demo",
    file,
    handlerName: "handler",
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    concurrency: 2,
    now: () => nowMs,
    log: (line) => void lines.push(line),
    variables: () => ({ values: { ISSUED: String(nowMs) }, expireAtMs: nowMs + 12 * hour }),
    ...more,
  });
  open.push(made);
  return made;
};

it("gives a function its own variables only, and keeps its environment warm", async () => {
  const demo = make();
  expect(await demo.invoke({})).toMatchObject({ calls: 1, env: { ISSUED: "0" }, name: "demo" });
  const second = (await demo.invoke({})) as { calls: number; env: object; left: number };
  expect(second.calls).toBe(2);
  expect(Object.keys(second.env)).toEqual(["ISSUED"]);
  expect(second.left).toBeGreaterThan(4000);
});

it("takes a new environment when less than 15 minutes of its credentials remain", async () => {
  nowMs = 0;
  const demo = make();
  await demo.invoke({});
  nowMs = 12 * hour - 16 * 60_000;
  expect(await demo.invoke({})).toMatchObject({ calls: 2 });
  nowMs += 2 * 60_000;
  expect(await demo.invoke({})).toMatchObject({ calls: 1, env: { ISSUED: String(nowMs) } });
});

it("reports what the handler throws and goes on in the same environment", async () => {
  const demo = make();
  await expect(demo.invoke({ throws: "no" })).rejects.toMatchObject({ code: "TypeError", message: "no" });
  expect(await demo.invoke({})).toMatchObject({ calls: 2 });
  expect(await make({ handlerName: "other" }).invoke({})).toBeNull();
});

it("loads the module anew after a reload, and lets what runs be answered by the old one", async () => {
  const sourceOf = (version: number) =>
    `export const handler = ({ waitMs = 0 }) => new Promise((done) => setTimeout(done, waitMs, ${version}));`;
  const path = await modules.write("changing.mjs", sourceOf(1));
  const demo = make({ file: path });
  expect(await demo.invoke({})).toBe(1);
  const running = demo.invoke({ waitMs: 50 });
  await modules.write("changing.mjs", sourceOf(2));
  demo.reload();
  expect(await demo.invoke({})).toBe(2);
  expect(await running).toBe(1);
  expect(await demo.invoke({})).toBe(2);
});

it("ends a handler that runs out of time, even in an endless loop, and starts afresh", async () => {
  const demo = make({ timeoutSeconds: 0.3 });
  for (const event of [{ hangs: true }, { spins: true }])
    await expect(demo.invoke(event)).rejects.toMatchObject({ code: "Sandbox.Timedout" });
  expect(await demo.invoke({})).toMatchObject({ calls: 1 });
});

it("ends a handler that takes more memory than it has, and nothing else", async () => {
  const demo = make({ memoryMegabytes: 32, timeoutSeconds: 20 });
  await expect(demo.invoke({ fills: true })).rejects.toMatchObject({ code: "Runtime.ExitError" });
  expect(await demo.invoke({})).toMatchObject({ calls: 1 });
});

it("reports a module that does not load or has no such handler", async () => {
  const broken = await modules.write("broken.mjs", "throw new Error('at load');");
  await expect(make({ file: broken }).invoke({})).rejects.toMatchObject({ code: "Runtime.InitError" });
  await expect(make({ handlerName: "missing" }).invoke({})).rejects.toThrow("no function missing");
});

it("handles no more events at a time than it may, and loses none", async () => {
  const demo = make();
  const answers = (await Promise.all(Array.from({ length: 5 }, () => demo.invoke({ waitMs: 50 })))) as {
    calls: number;
  }[];
  expect(answers).toHaveLength(5);
  expect(answers.filter(({ calls }) => calls === 1)).toHaveLength(2);
});

it("kills what is busy at once; who waits gets an error, who queues is served", async () => {
  const demo = make({ concurrency: 1 });
  await demo.invoke({});
  const busy = demo.invoke({ hangs: true }).catch((error: unknown) => error);
  const queued = demo.invoke({});
  expect(demo.killBusy("struck")).toBe(1);
  expect(await busy).toMatchObject({ code: "Runtime.ExitError", message: "struck" });
  expect(await queued).toMatchObject({ calls: 1 });
  expect(demo.killBusy("idle")).toBe(0);
});

it("hands over what the function prints", async () => {
  const demo = make();
  lines.length = 0;
  await demo.invoke({ prints: "hello\nworld" });
  await demo.invoke({});
  await expect.poll(() => lines).toEqual(["hello", "world"]);
});
