import { totpCode } from "@postern/local-cloud";
import { CLINICS } from "../demo-clinics.ts";
import { PEOPLE, PERSON_KEYS, type DemoPerson } from "../demo-people.ts";
import { table } from "./table.ts";

const STEP_SECONDS = 30;
const ENROLS = "(enrols)";

/** Where the portal is, and who can sign in how. */
export function welcome(origin: string): string {
  return `
Postern is at ${origin}

${peopleTable()}

Whoever has "${ENROLS}" gets a key at the first sign-in. A code is good once; press Enter for fresh ones.
All of this is invented and lies in this process: its keys protect nothing, and it is gone when you press Ctrl-C.
`;
}

/** The people of the demonstration, with codes that are good now. */
export function peopleTable(): string {
  const atMs = Date.now();
  const left = STEP_SECONDS - Math.floor((atMs / 1000) % STEP_SECONDS);
  const rows = PERSON_KEYS.map((key) => {
    const { clinic, role, email, password, totpKey }: DemoPerson = PEOPLE[key];
    const factor = totpKey === undefined ? [ENROLS, ""] : [totpKey, totpCode(totpKey, atMs)];
    return [CLINICS[clinic].name, role, email, password, ...factor];
  });
  return table(["clinic", "role", "e-mail", "password", "authenticator key", `code, ${left} s`], rows);
}
