import type { ClinicID, SubmissionID } from "@postern/contract";
import { createSender } from "@postern/core/aws";
import type { Clock, Log, Reader } from "@postern/core/kernel";
import { TickEnvironment, readEnvironment } from "./environment.ts";
import { ground } from "./http.ts";

interface About {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
}

/** What the clock's function works with. */
export interface TickGround {
  readonly log: Log;
  readonly clock: Clock;
  /** The list of clinics. */
  readonly directory: Reader;
  /** What is due of one clinic. @throws Problem `unavailable` */
  due(clinicID: ClinicID): Promise<Reader>;
  /** Asks a worker. @throws Problem `unavailable` */
  readonly ask: {
    /** To look for what has arrived unheard, and to settle. */
    readonly settle: (about: About) => Promise<void>;
    readonly sweep: (about: About) => Promise<void>;
  };
}

/** @throws Error that names the settings which are missing or wrong */
export function bootTick(): TickGround {
  const environment = readEnvironment(TickEnvironment);
  const { log, clock, base, tenants } = ground(environment);
  const settle = createSender(environment.SETTLE_QUEUE_URL);
  const sweep = createSender(environment.SWEEP_QUEUE_URL);
  return {
    log,
    clock,
    directory: base,
    due: async (clinicID) => (await tenants.tenant(clinicID)).database,
    ask: { settle: (about) => settle({ ...about, look: true }), sweep: (about) => sweep(about) },
  };
}
