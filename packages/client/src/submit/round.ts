import type { Route, SubmissionID } from "@postern/contract";
import type { Api, InputOf, OutputOf } from "../api.ts";
import type { OpenedRelease } from "../device/index.ts";
import { withRetry, type Patience } from "../patience.ts";
import { createStation, type Station } from "../station/index.ts";
import type { Ahead } from "./ahead.ts";

/** How the API is called. */
export interface Calls {
  readonly api: Api;
  readonly patience: Patience;
}

/** What everything that goes up in one submission shares. */
export interface Round extends Calls {
  readonly submissionID: SubmissionID;
  readonly key: OpenedRelease;
  readonly stations: readonly Station[];
  /** What is sealed already, where new files are sent. */
  readonly ahead?: Ahead | undefined;
}

/** Calls the API until it answers; our operations may be repeated. @throws ApiProblem as `withRetry` */
export function callPatiently<R extends Route>(
  { api, patience }: Calls,
  route: R,
  input: InputOf<R>,
): Promise<OutputOf<R>> {
  return withRetry(() => api.call(route, input, { signal: patience.signal }), patience);
}

/** The same round, ended by another signal. */
export function until<C extends Calls>(round: C, signal: AbortSignal): C {
  return { ...round, patience: { ...round.patience, signal } };
}

/** Files under way at once: small ones wait for answers most of the time. How many parts are held the stations bound. */
export const FILES_AT_ONCE = 3;

/** One lane for each part that the stations can hold; neighbours are of different stations. */
export function lanesOf({ stations }: Pick<Round, "stations">): readonly Station[] {
  const most = Math.max(0, ...stations.map(({ slots }) => slots));
  const rows = Array.from({ length: most }, (_, row) => stations.filter(({ slots }) => slots > row));
  return rows.flat();
}

/** Works with the stations that were given, or with one that is there only for this. */
export async function withStations<T>(
  options: { readonly stations?: readonly Station[] | undefined; readonly fetch?: typeof fetch | undefined },
  work: (stations: readonly Station[]) => Promise<T>,
): Promise<T> {
  const { stations = [] } = options;
  if (stations.length > 0) return work(stations);
  const own = createStation({ fetch: options.fetch });
  try {
    return await work([own]);
  } finally {
    own.close();
  }
}
