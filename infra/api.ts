import { apiLogs } from "./log-groups.ts";
import { prefix } from "./place.ts";

const CALLS_PER_SECOND = 200;
const CALLS_AT_ONCE = 400;

/** Without CORS: the portal and the API have one origin. Functions refuse what did not come through the edge. */
export const api = new aws.apigatewayv2.Api("API", { name: prefix, protocolType: "HTTP" });

/** Neither address nor path is logged: the path holds ids, and who asked for what stands in the audit log. */
const LOGGED = [
  "requestId",
  "routeKey",
  "status",
  "integrationLatency",
  "responseLength",
  "requestTimeEpoch",
];

export const apiStage = new aws.apigatewayv2.Stage("APIStage", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  accessLogSettings: {
    destinationArn: apiLogs.arn,
    format: JSON.stringify(Object.fromEntries(LOGGED.map((name) => [name, `$context.${name}`]))),
  },
  defaultRouteSettings: {
    detailedMetricsEnabled: true,
    throttlingRateLimit: CALLS_PER_SECOND,
    throttlingBurstLimit: CALLS_AT_ONCE,
  },
});
