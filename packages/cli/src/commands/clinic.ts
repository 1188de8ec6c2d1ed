import { intakeRoutes, type ClinicView } from "@postern/contract";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Connection } from "../session/connect.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Shows what can be said to the clinic: its locations, kinds and services. */
export async function showClinic(
  { api }: Connection,
  terminal: Terminal,
  isJSON: boolean,
): Promise<ExitCode> {
  const clinic = await api.call(intakeRoutes.clinic, {});
  terminal.print(isJSON ? JSON.stringify(publicOf(clinic)) : textOf(clinic));
  return EXIT.ok;
}

/** Locations in columns; also what someone is shown who named one that is not there. */
export function locationTable(locations: ClinicView["locations"]): string {
  return table(
    ["location", "id"],
    locations.map(({ name, locationID }) => [name, locationID]),
  );
}

function publicOf({ clinicID, name, phone, locations, kinds, services }: ClinicView) {
  return { clinicID, name, phone, locations, kinds, services };
}

function textOf({ name, phone, locations, kinds, services }: ClinicView): string {
  return [
    `${name}, ${phone}`,
    "",
    locationTable(locations),
    "",
    `kinds:    ${kinds.join(", ")}`,
    `services: ${services.join(", ")}`,
  ].join("\n");
}
