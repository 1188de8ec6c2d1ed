import type { IncomingHttpHeaders } from "node:http";
import type { Clock, CredentialStore } from "../aws/principal.ts";
import { operationOf } from "./faults.ts";
import type { Faults } from "./faults.ts";

/** More than the 15 minutes that a signature may be off. */
const leastMs = 16 * 60 * 1000;
const mostMs = 30 * 60 * 1000;

/** What the clock is asked for. */
export interface TimedRequest {
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The clock by which a signature is judged and the answer dated: the cloud's, or, for a few calls of a role in a row, one
 * that is so far before or behind it that the caller's seems wrong. Without the caller's word, which is not yet verified,
 * nothing but the clock depends on who it is.
 */
export function judgingClock({ faults, credentials, clock }: Judges, request: TimedRequest): Clock {
  const { accessKeyID, service } = claimOf(request);
  const credential = credentials.find(accessKeyID);
  const name = credential && operationOf(credential.principal, service);
  const strike = name === undefined ? undefined : faults?.strike("clockSkew", name);
  if (strike === undefined) return clock;
  const side = strike.size < 0.5 ? -1 : 1;
  const offMs = side * (leastMs + ((strike.size * 2) % 1) * (mostMs - leastMs));
  return { now: () => clock.now() + offMs };
}

interface Judges {
  readonly faults?: Faults | undefined;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
}

/** `<access key>/<day>/<region>/<service>/aws4_request`, in the query with its slashes encoded. */
const scope = /Credential=([A-Z0-9]+)(?:%2F|\/)[^,&]*?(?:%2F|\/)[^,&]*?(?:%2F|\/)([a-z0-9-]+)(?:%2F|\/)/;

function claimOf({ url, headers }: TimedRequest) {
  const [, accessKeyID = "", service = ""] = scope.exec(headers.authorization ?? url ?? "") ?? [];
  return { accessKeyID, service };
}
