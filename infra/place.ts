import {
  deployment,
  DEPLOYED_FUNCTIONS,
  KEY_NAMES,
  record,
  type Deployment,
  type DeploymentInput,
} from "./policy/index.ts";
import { readSettings } from "./settings.ts";

export const isProduction = $app.stage === "production";
export const settings = readSettings(isProduction);

const { accountId } = await aws.getCallerIdentity();
const { region } = await aws.getRegion();
export const account = accountId;
export { region };

/** Stands for what AWS has not made yet. A test refuses a resource that holds it. */
const NOT_YET = "not-yet";

/** What is known of the deployment before anything is made; it lacks the keys' ARNs, the pool's, and the origin. */
const early: DeploymentInput = {
  app: $app.name,
  stage: $app.stage,
  region,
  account,
  keyARNs: record(KEY_NAMES, () => NOT_YET),
  userPoolARN: NOT_YET,
  functions: DEPLOYED_FUNCTIONS,
  ...(settings.provisionerARN === undefined ? {} : { provisionerARN: settings.provisionerARN }),
};

/**
 * Names, tables, queues, trust and key policies: they depend on nothing that AWS must make first. Identity policies
 * and the rules for browsers do; they come from the whole deployment in `whole.ts`.
 */
export const plan: Deployment = deployment({ ...early, origin: `https://${NOT_YET}.invalid` });
export const { names } = plan;
export const prefix = `${$app.name}-${$app.stage}`;

/** The deployment once AWS has made what it lacked. */
export function complete(made: {
  readonly keyARNs: DeploymentInput["keyARNs"];
  readonly userPoolARN: string;
  readonly origin: string;
}): Deployment {
  return deployment({ ...early, ...made });
}

/** Options of what must outlive a mistake. SST itself keeps buckets and tables only: no key, user pool or log. */
export const kept = { protect: isProduction, retainOnDelete: isProduction };

/** Six years and two leap days in production (45 CFR 164.316(b)(2)(i)). */
export const LOG_DAYS = isProduction ? 2192 : 30;
