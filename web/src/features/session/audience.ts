import type { Role } from "@postern/contract";

/** Which part of the portal a role works in. */
export type Audience = "sender" | "care-team" | "owner" | "officer";

/** @returns the part of the portal that is made for this role */
export function audienceOf(role: Role): Audience {
  switch (role) {
    case "patient":
    case "referrer":
      return "sender";
    case "front-desk":
    case "medical-assistant":
    case "provider":
      return "care-team";
    case "owner":
      return "owner";
    case "security-officer":
      return "officer";
  }
}

/** Where a person begins. */
export function homeOf(role: Role): string {
  const home = { sender: "/", "care-team": "/queues", owner: "/queues", officer: "/audit" } as const;
  return home[audienceOf(role)];
}
