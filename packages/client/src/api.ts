import {
  CLINIC_HEADER,
  REQUEST_ID_HEADER,
  SESSION_SECONDS,
  authRoutes,
  pathParameters,
  type Route,
} from "@postern/contract";
import { jsonOf } from "./json.ts";
import { ApiProblem, problemOf } from "./problem.ts";

/** What a route takes and gives, by its schemas. */
export type InputOf<R extends Route> = R["input"]["_zod"]["input"];
export type OutputOf<R extends Route> = R["output"]["_zod"]["output"];

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** The call goes on when its page is closed; nobody then hears the answer. */
  readonly outlivesPage?: boolean | undefined;
}

/** The server's API, typed by the contract's routes. */
export interface Api {
  /**
   * Calls a route once.
   *
   * @throws ApiProblem when the server refuses or cannot be reached; the signal's reason when aborted; TypeError for
   * input that cannot be sent
   */
  call<R extends Route>(route: R, input: InputOf<R>, options?: CallOptions): Promise<OutputOf<R>>;
}

export interface ApiOptions {
  /** Origin of the API; the portal's own. */
  readonly baseURL: string;
  readonly fetch?: typeof fetch | undefined;
  /** The clinic that the page believes to act for. */
  readonly clinicID?: (() => string | undefined) | undefined;
  /** Renews the device proof, as `proveDevice` does. */
  readonly prove?: (() => Promise<void>) | undefined;
  /** When somebody else last renewed it, in ms since the epoch; when the API was made, if left out. */
  readonly provenAtMs?: (() => number) | undefined;
  /** Ends every call of this API. */
  readonly signal?: AbortSignal | undefined;
  /** After so long without an answer a call counts as failed. */
  readonly timeoutMs?: number | undefined;
}

const PROOF_REQUIRED = "proof-required";
const PROOF_WRONG = "proof-wrong";
const DEFAULT_TIMEOUT_MS = 30_000;
/** A proof that is nearly old is renewed first: a refusal would stand in the audit log for nothing. */
const RENEW_AFTER_MS = (SESSION_SECONDS.proof - 30) * 1000;
/** The calls that make a proof must not wait for one, and those of sign-in need none. */
const isOfSession = ({ path }: Route) => path.startsWith("/api/auth/");
const PROOF_PATHS: readonly string[] = [authRoutes.challenge.path, authRoutes.prove.path];

/**
 * Makes the typed API. Cookies go along to the own origin only. A 401 `proof-required` is answered by one renewed
 * proof, shared by all calls that were under way, and one repetition of each. A proof that is refused is made once
 * more, from its challenge on: its answer may have been lost on the way, or have come too late.
 */
export function createApi(options: ApiOptions): Api {
  const madeAtMs = Date.now();
  const { prove, provenAtMs = () => madeAtMs } = options;
  let proving: Promise<void> | undefined;
  let proofs = 0;
  let renewedAtMs = 0;

  async function renewProof(renew: () => Promise<void>): Promise<void> {
    proving ??= renew()
      .catch((error: unknown) => (codeOf(error) === PROOF_WRONG ? renew() : Promise.reject(error)))
      .finally(() => {
        proving = undefined;
      });
    await proving;
    proofs += 1;
    renewedAtMs = Date.now();
  }

  return {
    async call(route, input, callOptions = {}) {
      const isOld = Date.now() - Math.max(renewedAtMs, provenAtMs()) > RENEW_AFTER_MS;
      if (isOld && prove !== undefined && !isOfSession(route)) await renewProof(prove);
      const proofsBefore = proofs;
      try {
        return await callOnce(options, route, input, callOptions);
      } catch (error) {
        const isProofMissing = codeOf(error) === PROOF_REQUIRED;
        if (!isProofMissing || prove === undefined || PROOF_PATHS.includes(route.path)) throw error;
      }
      if (proofs === proofsBefore) await renewProof(prove);
      return callOnce(options, route, input, callOptions);
    },
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof ApiProblem ? error.code : undefined;
}

async function callOnce<R extends Route>(
  options: ApiOptions,
  route: R,
  input: InputOf<R>,
  callOptions: CallOptions,
): Promise<OutputOf<R>> {
  const ends = [callOptions.signal, options.signal].filter((signal) => signal !== undefined);
  for (const end of ends) end.throwIfAborted();
  // What cannot be asked at all is a defect, and no line that is away: it must not be tried again.
  const request = requestOf(options, route, input);
  const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  try {
    const fetchOnce = options.fetch ?? fetch;
    const response = await fetchOnce(request.url, {
      ...request.init,
      keepalive: callOptions.outlivesPage ?? false,
      signal: AbortSignal.any([...ends, timeout]),
    });
    return answerOf(route, response, await response.text());
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    for (const end of ends) end.throwIfAborted();
    throw new ApiProblem("the server cannot be reached", { status: 0, code: "offline" }, error);
  }
}

function requestOf(options: ApiOptions, route: Route, input: unknown) {
  const { path, rest } = fillPath(route, input);
  const url = new URL(path, options.baseURL);
  const headers = new Headers({ accept: "application/json" });
  const clinicID = options.clinicID?.();
  if (clinicID !== undefined) headers.set(CLINIC_HEADER, clinicID);
  const init: RequestInit = {
    method: route.method,
    headers,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
  };
  if (route.method === "POST") {
    headers.set("content-type", "application/json");
    return { url, init: { ...init, body: JSON.stringify(Object.fromEntries(rest)) } };
  }
  for (const [name, value] of rest) {
    if (value !== undefined)
      url.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return { url, init };
}

/** Takes the path's parameters out of the input. */
function fillPath(route: Route, input: unknown): { path: string; rest: Map<string, unknown> } {
  const rest = new Map<string, unknown>(Object.entries(input ?? {}));
  let path = route.path;
  for (const name of pathParameters(route.path)) {
    const value = rest.get(name);
    if (typeof value !== "string" || value === "") throw new TypeError(`the path needs ${name}`);
    path = path.replace(`:${name}`, () => encodeURIComponent(value));
    rest.delete(name);
  }
  return { path, rest };
}

function answerOf<R extends Route>(route: R, response: Response, text: string): OutputOf<R> {
  const requestID = response.headers.get(REQUEST_ID_HEADER) ?? undefined;
  const body = text === "" ? {} : jsonOf(text);
  if (!response.ok) throw problemOf(response, body, requestID);
  const answer = route.output.safeParse(body);
  if (answer.success) return answer.data;
  const facts = { status: response.status, code: "unknown", requestID };
  throw new ApiProblem("the server's answer is not what the contract says", facts, answer.error);
}
