import type { Service, SubmissionKind, Urgency } from "@postern/contract";

/** A clinic of the demonstration; names in `locations`, `queues` and `rules` are the keys of each other. */
export interface DemoClinic {
  readonly name: string;
  readonly phone: string;
  readonly services: readonly Service[];
  readonly locations: Readonly<Record<string, { readonly name: string }>>;
  readonly queues: Readonly<Record<string, DemoQueue>>;
  /** Key of the queue for what no rule matches. */
  readonly unrouted: string;
  readonly rules: readonly DemoRule[];
}

export interface DemoQueue {
  readonly name: string;
  /** Key of a location; without it the queue serves the whole clinic. */
  readonly location?: string;
  readonly promiseSeconds: number;
}

/** Facts that are left out match anything; the first rule that matches chooses the queue. */
export interface DemoRule {
  /** Shown on the task and in the audit log. */
  readonly name: string;
  readonly kind?: SubmissionKind;
  readonly location?: string;
  readonly service?: Service;
  readonly urgency?: Urgency;
  readonly queue: string;
}

const HOUR = 3600;

/** Two invented clinics. None of it can exist in production: only the embedded cloud is ever seeded. */
export const CLINICS = {
  riverside: {
    name: "Riverside Clinic",
    phone: "+1 555 010 0140",
    services: ["primary-care", "dermatology", "radiology"],
    locations: { main: { name: "Main Street" }, hill: { name: "Mill Hill" } },
    queues: {
      desk: { name: "Front desk intake", promiseSeconds: 8 * HOUR },
      dermatology: { name: "Dermatology", location: "main", promiseSeconds: 24 * HOUR },
      radiology: { name: "Radiology", location: "hill", promiseSeconds: 24 * HOUR },
      unrouted: { name: "Unrouted", promiseSeconds: 4 * HOUR },
    },
    unrouted: "unrouted",
    rules: [
      { name: "urgent-anything", urgency: "urgent", queue: "desk" },
      { name: "skin-main-street", service: "dermatology", location: "main", queue: "dermatology" },
      { name: "images-radiology", kind: "images", service: "radiology", queue: "radiology" },
      { name: "consent", kind: "consent", queue: "desk" },
      { name: "documents", kind: "documents", queue: "desk" },
    ],
  },
  harbor: {
    name: "Harbor Health",
    phone: "+1 555 010 0170",
    services: ["primary-care", "orthopedics"],
    locations: { pier: { name: "Pier House" }, dock: { name: "Old Dock" } },
    queues: {
      desk: { name: "Front desk intake", promiseSeconds: 8 * HOUR },
      orthopedics: { name: "Orthopedics", location: "dock", promiseSeconds: 24 * HOUR },
      care: { name: "Primary care", location: "pier", promiseSeconds: 48 * HOUR },
      unrouted: { name: "Unrouted", promiseSeconds: 4 * HOUR },
    },
    unrouted: "unrouted",
    rules: [
      { name: "urgent-anything", urgency: "urgent", queue: "desk" },
      { name: "bones-and-joints", service: "orthopedics", queue: "orthopedics" },
      { name: "primary-care-pier-house", service: "primary-care", location: "pier", queue: "care" },
      { name: "referrals", kind: "referral", queue: "desk" },
    ],
  },
} as const satisfies Record<string, DemoClinic>;

export type ClinicKey = keyof typeof CLINICS;
