import { HTTP_FUNCTION_NAMES, type DeployedFunction } from "../infra/policy/index.ts";

const KIB = 1024;

/** The largest bundle of a function, in bytes. */
export function bundleBudget(name: DeployedFunction): number {
  return (HTTP_FUNCTION_NAMES as readonly string[]).includes(name) ? 900 * KIB : 600 * KIB;
}
