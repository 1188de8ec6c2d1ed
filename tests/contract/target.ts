import { afterAll, beforeAll, beforeEach } from "vitest";
import { openAccount } from "./account.ts";
import type { Clients, Credentials } from "./clients.ts";
import { openEmbedded } from "./embedded.ts";
import type { Names, Topology } from "./topology.ts";

/** A cloud in which a topology stands, and the ways into it. Names are those of the topology. */
export interface Target {
  /** `aws` is an account, or another emulation of it. */
  readonly kind: "embedded" | "aws";
  readonly names: Names;
  /** Addresses, where they are not AWS's own. */
  readonly endpoints: { readonly aws?: string; readonly s3?: string };
  /** A session of a role that trusts whoever runs the suite. */
  as(role: string, tags?: Readonly<Record<string, string>>): Promise<Clients>;
  with(credentials: Credentials): Clients;
  tableName(name: string): string;
  bucketName(name: string): string;
  queueUrl(name: string): string;
  /** Id of a user pool, and of its one client. */
  pool(name: string): { readonly poolID: string; readonly clientID: string };
  close(): Promise<void>;
}

/** Whether the suite looks at an account or another endpoint, by the SDK's own variables, instead of the embedded cloud. */
export const isAccount = process.env["CONTRACT_TARGET"] === "aws";

/** What a cloud answers when it may not, or cannot, make something: a reason to skip, not to fail. */
const cannotMake =
  /AccessDenied|Unauthorized|NotAuthorized|NotImplemented|UnknownOperation|Unsupported|InvalidAction/i;

/**
 * Has a topology stand while a file's tests run, and nothing of it afterwards. Where it cannot be made for want of
 * rights, the tests are skipped and the reason is printed.
 *
 * @param prepare what all tests of the file share: clients, and rows or objects to begin with
 * @returns what gives the prepared, from the first test on
 */
export function useTarget<Prepared>(
  topology: Topology,
  prepare: (target: Target) => Promise<Prepared>,
): () => Prepared {
  let target: Target | undefined;
  let prepared: Prepared | undefined;
  let reason: string | undefined;
  beforeAll(async () => {
    try {
      target = isAccount ? await openAccount(topology) : await openEmbedded(topology);
      prepared = await prepare(target);
    } catch (error) {
      reason = reasonToSkip(error);
      console.warn(`skipped: ${reason}`);
    }
  }, 300_000);
  beforeEach((context) => {
    if (reason !== undefined) context.skip(reason);
  });
  afterAll(() => target?.close(), 120_000);
  return () => {
    if (prepared === undefined) throw new Error("Nothing is prepared before the first test.");
    return prepared;
  };
}

function reasonToSkip(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  if (isAccount && cannotMake.test(`${error.name} ${error.message}`))
    return `${error.name}: ${error.message}`;
  throw error;
}

/** The name of the error with which a call is refused; `none` when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return (await refused(call))?.name ?? "none";
}

/** The error with which a call is refused. */
export async function refused(call: Promise<unknown>): Promise<Refused | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error as Refused;
    throw error;
  }
}

/** An SDK error, as far as tests look into it. */
export interface Refused extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly CancellationReasons?: readonly {
    readonly Code?: string;
    readonly Item?: Readonly<Record<string, unknown>>;
  }[];
}
