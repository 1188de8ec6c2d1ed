import type { FaultName, FaultOptions } from "@postern/local-cloud";

type Rates = FaultOptions["rates"];

/** Each fault by itself: often enough that it strikes more than once in a job. */
export const ALONE: Readonly<Record<FaultName, number>> = {
  throttling: 0.06,
  transactionConflict: 0.25,
  lostAnswer: 0.1,
  lostObject: 0.4,
  duplicateEvent: 1,
  repeatedDelivery: 0.5,
  lateEvent: 0.5,
  reorderedEvents: 1,
  staleIndex: 1,
  clockSkew: 0.06,
  killedWorker: 0.04,
  kmsOutage: 0.3,
};

/** All of them side by side; what each call meets adds up. */
export const TOGETHER: Rates = {
  throttling: 0.04,
  transactionConflict: 0.08,
  lostAnswer: 0.04,
  lostObject: 0.1,
  duplicateEvent: 0.3,
  repeatedDelivery: 0.2,
  lateEvent: 0.3,
  reorderedEvents: 0.3,
  staleIndex: 0.4,
  clockSkew: 0.03,
  killedWorker: 0.01,
  kmsOutage: 0.1,
};
