import { format } from "prettier";
import { table } from "../../../scripts/bench/table.ts";
import { attackWithRoles, ROLE_ATTACKS, type RoleFinding } from "./role-attacks.ts";
import { attackRoutes, ROUTE_ATTACKS, type RouteFinding } from "./route-attacks.ts";
import type { Scene } from "./scene.ts";
import { attackWithTags, type TagFinding } from "./session-tags.ts";

/** What was found of every attack. */
export interface Findings {
  readonly routes: readonly RouteFinding[];
  readonly roles: readonly RoleFinding[];
  readonly tags: readonly TagFinding[];
}

/** Makes all attacks, one after the other. */
export async function attackAll(scene: Scene): Promise<Findings> {
  return {
    routes: await attackRoutes(scene),
    roles: await attackWithRoles(scene),
    tags: await attackWithTags(scene.world),
  };
}

/** The page that tells what refused which attack: `docs/tenancy.md`. */
export async function tenancyPage({ routes, roles, tags }: Findings): Promise<string> {
  const routeRows = routes.map(({ route, outcomes }) => [
    `\`${route}\``,
    ...ROUTE_ATTACKS.map((attack) => outcomes[attack]?.join("; ") ?? "–"),
  ]);
  const roleRows = roles.map(({ functionName, outcomes }) => [
    functionName,
    ...ROLE_ATTACKS.map((attack) => outcomes[attack]),
  ]);
  const page = [
    "# What keeps clinics apart when our own code does not",
    "Written by `npm run tenancy` from attacks that it makes; a test makes them again and compares. It is proven against the emulation in `packages/local-cloud`, which evaluates the deployed policies, and not against AWS.",
    "The attacks run on functions that have lost two checks of ours: which clinic a request acts for is what the request says (`tests/support/unguarded/acting-clinic.ts`), and a cursor is any key that somebody writes (`tests/support/unguarded/cursor.ts`). Credentials still follow the session's row. No bundle that is shipped holds either; a test looks. The attackers are signed in at one clinic and mean another one's things.",
    "## Through the routes",
    "Each route that the functions' routers have, with the first request to AWS that was refused. *List*: all that a route tells without being given an id; its audit row, a `PutItem`, comes before anything is read, and so is what is refused. *Filters*: each one by itself. *Cursor*: one's own list, gone on with at another clinic's row. *Own rows only*: that cursor is a moment in time, and names no clinic.",
    table(["route", ...ROUTE_ATTACKS], routeRows),
    "`auth` is missing, for its routes take no clinic from a request and find no rows by one: they work on the session that the cookie opens, and on other sessions of the same person. Its own role, not its tenant role, holds sessions and may write audit rows of every clinic; what follows from that is told in [the threat model](threat-model.md). What its tenant role may do stands below.",
    "## With a function's own credentials",
    "What whoever ran code in a function could try with the credentials that it holds for one clinic, on another clinic's things: everything that the function may do for its own. *Not granted*: it may not even do so for its own clinic. All is refused. *Batch* and *transaction* are tried where the function may write; a transaction holds a row of each clinic, and nothing of it is done.",
    table(["function", ...ROLE_ATTACKS], roleRows),
    "IAM judges rows by `dynamodb:LeadingKeys`, KMS by the encryption context, S3 by the prefix, each against the tag `clinic` of the session. That a function could open a session for another clinic is another question: see [the threat model](threat-model.md).",
    "## With a tag that is none",
    "Every function's own role asked for its tenant role with a session tag like this. A tag of the right length in other letters opens a session, for no policy can list letters: it stands for a clinic that does not exist, and reaches nothing of one that does. Our code asks for no such tag; a test shows both.",
    table(
      ["tag `clinic`", "refused by"],
      tags.map(({ tag, outcome }) => [tag, outcome]),
    ),
  ].join("\n\n");
  return format(page, { parser: "markdown", printWidth: 110 });
}
