import { table } from "@postern/cli/table";
import { totpCode } from "@postern/local-cloud";
import { CLINICS } from "../demo-clinics.ts";
import { PEOPLE, PERSON_KEYS, type DemoPerson } from "../demo-people.ts";

const STEP_SECONDS = 30;
const ENROLS = "(enrols)";

/**
 * Where the portal is, and who can sign in how.
 *
 * @param directory where everything is kept; left out when nothing is
 * @param again the command that begins again in that directory
 */
export function welcome(origin: string, directory?: string, again = "npm start -- --fresh"): string {
  const keeping =
    directory === undefined
      ? "lies in this process: its keys protect nothing, and it is gone when you press Ctrl-C."
      : `is kept in ${directory}, with keys that protect nothing. To begin again: ${again}`;
  return `
Postern is at ${origin}

${peopleTable()}

Whoever has "${ENROLS}" gets a key at the first sign-in. A code is good once; press Enter for fresh ones.
All of this is invented, and ${keeping}
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
