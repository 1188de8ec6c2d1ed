import { startDemoCloud } from "../../demo-cloud.ts";

/** Starts the demonstration on a directory, in a process of its own, and prints how long that took: two numbers, in ms. */
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("The directory is missing.");
const begunMs = performance.now();
const world = await startDemoCloud({ directory: { path }, portal: true, runsSchedules: true });
const answer = await fetch(`${world.origin}/api/auth/session`);
await answer.arrayBuffer();
console.log(JSON.stringify({ cloudMs: performance.now() - begunMs, processMs: performance.now() }));
await world.close();
