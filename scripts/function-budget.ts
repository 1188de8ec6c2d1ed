import { HTTP_FUNCTION_NAMES, type DeployedFunction } from "../infra/policy/index.ts";

const KIB = 1024;

/**
 * The largest bundle of a function, in bytes. A worker should need 600 KiB; what its rows are described with (electrodb,
 * zod) and the SDK's S3 and DynamoDB clients alone weigh more, so that is not reached yet.
 */
export function bundleBudget(name: DeployedFunction): number {
  return (HTTP_FUNCTION_NAMES as readonly string[]).includes(name) ? 900 * KIB : 800 * KIB;
}
