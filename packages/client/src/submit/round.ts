import type { Route, SubmissionID } from "@postern/contract";
import type { Api, InputOf, OutputOf } from "../api.ts";
import type { OpenedRelease } from "../device/index.ts";
import { withRetry, type Patience } from "../patience.ts";

/** How the API is called. */
export interface Calls {
  readonly api: Api;
  readonly patience: Patience;
}

/** What everything that goes up in one submission shares. */
export interface Round extends Calls {
  readonly submissionID: SubmissionID;
  readonly key: OpenedRelease;
  /** Reaches the bucket. */
  readonly fetch: typeof fetch;
}

/** Calls the API until it answers; our operations may be repeated. @throws ApiProblem as `withRetry` */
export function callPatiently<R extends Route>(
  { api, patience }: Calls,
  route: R,
  input: InputOf<R>,
): Promise<OutputOf<R>> {
  return withRetry(() => api.call(route, input, { signal: patience.signal }), patience);
}
