import type { Route } from "@postern/contract";
import { functionDefinition, HTTP_FUNCTION_NAMES } from "../../infra/policy/index.ts";
import type { App } from "../../packages/functions/src/http/edge.ts";
import { ROUTERS } from "../../scripts/openapi-document.ts";
import { drawSecrets } from "../../scripts/topology.ts";
import type { World } from "./world.ts";

type HTTPFunction = (typeof HTTP_FUNCTION_NAMES)[number];

/** A route that a function answers. */
export interface MountedRoute {
  readonly functionName: HTTPFunction;
  /** The function's and the contract's name of it: `review.claim`. */
  readonly name: string;
  readonly route: Route;
}

/** A function reads its settings when it is loaded, and calls nobody. */
const APPS: Readonly<Record<HTTPFunction, () => Promise<{ readonly app: App }>>> = {
  auth: () => import("../../packages/functions/src/http/auth.ts"),
  intake: () => import("../../packages/functions/src/http/intake.ts"),
  keys: () => import("../../packages/functions/src/http/keys.ts"),
  review: () => import("../../packages/functions/src/http/review.ts"),
  admin: () => import("../../packages/functions/src/http/admin.ts"),
};

/**
 * Every route that the functions' own routers have, so that none escapes.
 *
 * @throws Error for one that the contract does not name
 */
export async function mountedRoutes({ names, origin }: World): Promise<readonly MountedRoute[]> {
  const nowhere = "https://sqs.us-east-1.amazonaws.com/000000000000/none";
  const input = { origin, secrets: drawSecrets(), userPoolID: "us-east-1_0", userPoolClientID: "portal" };
  const found: MountedRoute[] = [];
  for (const functionName of HTTP_FUNCTION_NAMES) {
    const { settings } = functionDefinition(functionName);
    const environment = settings(names, { ...input, settleQueueURL: nowhere, sweepQueueURL: nowhere });
    const { app } = await withEnvironment(environment, APPS[functionName]);
    for (const { method, path } of app.routes) {
      if (method !== "ALL") found.push({ functionName, ...inContract(functionName, method, path) });
    }
  }
  return found;
}

async function withEnvironment<Result>(
  environment: Readonly<Record<string, string>>,
  load: () => Promise<Result>,
): Promise<Result> {
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  try {
    return await load();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function inContract(functionName: HTTPFunction, method: string, path: string) {
  const routes = Object.entries(ROUTERS[functionName] ?? {});
  const entry = routes.find(([, route]) => route.method === method && route.path === path);
  if (entry === undefined) throw new Error(`The contract does not name ${method} ${path}.`);
  return { name: `${functionName}.${entry[0]}`, route: entry[1] };
}
