// One execution environment. Plain JavaScript, because it is started by the path of this file under any loader.
import { parentPort, workerData } from "node:worker_threads";

const { file, handlerName } = workerData;

async function answer(handler, { event, context }) {
  const getRemainingTimeInMillis = () => Math.max(0, context.deadlineMs - Date.now());
  try {
    const result = await handler(event, { ...context, getRemainingTimeInMillis });
    parentPort.postMessage({ result: JSON.stringify(result) ?? "null" });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    console.error(stack);
    parentPort.postMessage({ failure: { type: name, message } });
  }
}

try {
  const module = await import(file);
  const handler = module[handlerName];
  if (typeof handler !== "function") throw new Error(`The module has no function ${handlerName}.`);
  parentPort.on("message", (call) => void answer(handler, call));
  parentPort.postMessage({ ready: true });
} catch (error) {
  console.error(error);
  parentPort.postMessage({ ready: false, message: String(error) });
}
