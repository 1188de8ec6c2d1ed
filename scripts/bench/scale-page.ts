import { join } from "node:path";
import { format } from "prettier";
import { ROOT } from "../bundle.ts";
import {
  DAYS_PER_MONTH,
  monthOf,
  perSubmission,
  savingsAt,
  SIZES_PER_DAY,
  total,
  volumesOf,
} from "./bill.ts";
import { sum, type SceneCount } from "./calls.ts";
import type { Conditions, Stamp } from "./conditions.ts";
import { clinicsAt, demandsAt, fullAt, peakPerSecond, sharedPartitions } from "./limits.ts";
import { loadOf, MIX, type Load, type Scenes } from "./load.ts";
import { listed, measuredAt, table } from "./table.ts";
import { PRICES, TIERS } from "./prices.ts";
import { SCENES, type Scene } from "./scenes.ts";

export const SCALE_PAGE = join(ROOT, "docs/scale.md");

/** What was counted, of what. */
export interface CallEvidence extends Stamp {
  readonly conditions: Conditions;
  readonly scenes: Scenes;
}

const COUNTED: readonly Scene[] = ["signIn", "submission", "look", "open", "others", "accept", "idle"];

const BLOCKS: Readonly<Record<string, (evidence: CallEvidence) => string>> = {
  conditions: (evidence) => [measuredAt(evidence), "", ...listed(evidence.conditions)].join("\n"),
  scenes: ({ scenes }) => sceneTable(scenes),
  calls: ({ scenes }) => COUNTED.map((scene) => callTable(scene, scenes[scene])).join("\n\n"),
  prices: () => priceTable(),
  bill: ({ scenes }) => billTable(loadOf(scenes)),
  months: ({ scenes }) => monthTable(loadOf(scenes), idlePolls(scenes)),
  savings: ({ scenes }) => savingTable(loadOf(scenes)),
  limits: ({ scenes }) => limitTable(loadOf(scenes)),
  keys: ({ scenes }) => keyTable(loadOf(scenes)),
};

/**
 * The page with its tables written anew from the evidence; what stands between them is left as it is.
 *
 * @throws Error when a table's place is missing
 */
export async function fillScalePage(page: string, evidence: CallEvidence): Promise<string> {
  const filled = Object.entries(BLOCKS).reduce((text, [name, render]) => {
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [head, rest] = halves(text, begin);
    const [, tail] = halves(rest, end);
    return `${head}${begin}\n\n${render(evidence)}\n\n${end}${tail}`;
  }, page);
  return format(filled, { parser: "markdown", printWidth: 110 });
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`The page has no ${mark}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

/** Requests of the queues' pollers in a minute in which nothing happens. */
function idlePolls({ idle }: Scenes): number {
  return sum(
    idle.calls.filter(({ action }) => action.startsWith("sqs:")),
    ({ calls }) => calls,
  );
}

const number = (value: number, digits = 0) =>
  value.toLocaleString("en-US", { maximumFractionDigits: digits });
const kilobytes = (bytes: number) => number(bytes / 1024);
const code = (text: string) => `\`${text}\``;

/** Three figures that count, however small or large. */
function figures(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

function sceneTable(scenes: Scenes): string {
  const rows = COUNTED.map((scene) => {
    const { calls, partitions } = scenes[scene];
    const of = (service: string) =>
      sum(
        calls.filter(({ action }) => action.startsWith(`${service}:`)),
        (call) => call.calls,
      );
    const services = ["lambda", "dynamodb", "s3", "sqs", "kms", "cognito-idp"].map(of);
    const units = [sum(calls, (call) => call.readUnits), sum(calls, (call) => call.writeUnits)];
    const bytes = [
      sum(calls, (call) => call.receivedBytes),
      sum(calls, (call) => call.sentBytes),
      sum(partitions, (partition) => partition.storedBytes),
    ];
    return [SCENES[scene], ...services, ...units.map((value) => number(value, 1)), ...bytes.map(kilobytes)];
  });
  const titles = ["scene", "invocations", "DynamoDB", "S3", "SQS", "KMS", "Cognito", "read units"];
  return table([...titles, "write units", "into S3, KiB", "out of S3, KiB", "new rows, KiB"], rows);
}

function callTable(scene: Scene, { calls }: SceneCount): string {
  const rows = calls.map((call) => [
    call.by,
    call.action + (call.tables === undefined ? "" : ` (${call.tables})`),
    call.calls,
    number(call.readUnits, 1),
    call.writeUnits,
  ]);
  const title = `### ${SCENES[scene][0]?.toUpperCase()}${SCENES[scene].slice(1)}`;
  return [title, "", table(["who", "call", "calls", "read units", "write units"], rows)].join("\n");
}

function priceTable(): string {
  const rows = Object.entries(PRICES).map(([name, { of, usd, per, page }]) => {
    const tiers = name in TIERS ? TIERS[name as keyof typeof TIERS] : [];
    const more = tiers.map((tier) => `; above ${number(tier.aboveGB)} GB: $${tier.usd}`).join("");
    return [
      of,
      `$${usd}${per === 1 ? "" : ` for ${number(per)}`}${more}`,
      `<https://aws.amazon.com/${page}>`,
    ];
  });
  return table(["what", "price", "AWS's page"], rows);
}

function billTable(load: Load): string {
  const lines = perSubmission(load);
  const rows = [...lines, { of: "**together**", usd: total(lines) }].map(({ of, usd }) => [
    of,
    figures(usd * 1000),
  ]);
  const { documentsGB, transferGB, tablesGB, indexesGB } = volumesOf(load);
  const megabytes = (gigabytes: number) => `${figures(gigabytes * 1024)} MiB`;
  const writes = (which: (of: string) => boolean) =>
    number(
      sum(
        load.partitions.filter(({ of }) => which(of)),
        (partition) => partition.writeUnits,
      ),
    );
  const [all, entries] = [writes(() => true), writes((of) => of.includes("."))];
  return [
    table(["for a thousand submissions", "$"], rows),
    "",
    `A submission takes ${all} write units, ${entries} of them for index entries. It leaves ${megabytes(documentsGB)} of sealed documents, ${megabytes(tablesGB)} of rows and ` +
      `${megabytes(indexesGB)} of index entries; ${megabytes(transferGB)} go to the care team.`,
  ].join("\n");
}

function monthTable(load: Load, idlePollsPerMinute: number): string {
  const bills = SIZES_PER_DAY.flatMap((perDay) =>
    [1, 12].map((months) => monthOf(load, perDay, months, idlePollsPerMinute)),
  );
  const cells = (pick: (bill: (typeof bills)[number]) => number) => bills.map((bill) => dollars(pick(bill)));
  const rows = (bills[0] ?? []).map(({ of }, index) => [of, ...cells((bill) => bill[index]?.usd ?? 0)]);
  const titles = SIZES_PER_DAY.flatMap((perDay) => [`${number(perDay)} a day`, "after a year"]);
  const each = SIZES_PER_DAY.flatMap((perDay) => [perDay, perDay]).map((perDay) => perDay * DAYS_PER_MONTH);
  return table(
    ["$ a month", ...titles],
    [
      ...rows,
      ["**together**", ...cells(total)],
      ["for each submission", ...bills.map((bill, index) => figures(total(bill) / (each[index] ?? 1)))],
    ],
  );
}

function savingTable(load: Load): string {
  const columns = SIZES_PER_DAY.map((perDay) => savingsAt(load, perDay));
  const rows = (columns[0] ?? []).map(({ of }, index) => [
    of,
    ...columns.map((lines) => dollars(lines[index]?.usd ?? 0)),
  ]);
  return table(
    ["$ a month less, after a year", ...SIZES_PER_DAY.map((perDay) => `${number(perDay)} a day`)],
    rows,
  );
}

const dollars = (usd: number) => (usd < 10 ? number(usd, 2) : number(usd));

function limitTable(load: Load): string {
  const columns = SIZES_PER_DAY.map((perDay) => demandsAt(load, perDay));
  const full = fullAt(load);
  const rows = (columns.at(-1) ?? [])
    .map((demand, index) => ({ ...demand, index, used: demand.needed / demand.limit }))
    .filter(({ kind, used }) => kind === "quota" || used >= LEAST_SHARE)
    .sort((one, other) => other.used - one.used)
    .map(({ of, limit, kind, index }) => [
      of,
      number(limit),
      kind,
      ...columns.map((demands) => share(demands[index])),
      full.has(of) ? figures(full.get(of) ?? 0) : "never",
    ]);
  const conditions = SIZES_PER_DAY.map(
    (perDay) =>
      `${number(perDay)} a day: clinics: ${number(clinicsAt(perDay))}; submissions in the busiest second: ${figures(peakPerSecond(perDay))}`,
  );
  return [
    table(
      [
        "what",
        "limit",
        "kind",
        ...SIZES_PER_DAY.map((perDay) => `${number(perDay)} a day`),
        "full at, a day",
      ],
      rows,
    ),
    "",
    ...conditions.map((line) => `- ${line}`),
  ].join("\n");
}

/** Quotas are always shown; a single partition when it takes so much of its limit at the largest size. */
const LEAST_SHARE = 0.002;

function share(demand: { readonly needed: number; readonly limit: number } | undefined): string {
  if (demand === undefined) return "";
  const { needed, limit } = demand;
  const text = `${figures(needed)} (${needed / limit < 0.01 ? "< 1" : number((needed / limit) * 100)} %)`;
  return needed > limit ? `**${text}**` : text;
}

const KEYS_SHOWN = 12;
const PARTITION_WRITES = 1000;

function keyTable(load: Load): string {
  const rows = sharedPartitions(load)
    .slice(0, KEYS_SHOWN)
    .map(({ of, key, writeUnits }) => [
      code(of),
      code(key),
      number(writeUnits, 1),
      number(PARTITION_WRITES / writeUnits),
    ]);
  const scenes = Object.entries(MIX).map(([scene, times]) => `${times} × ${scene}`);
  return [
    table(
      ["table or index", "partition", "write units of a submission", "submissions a second until it is full"],
      rows,
    ),
    "",
    `Units of ${scenes.join(", ")}.`,
  ].join("\n");
}
