import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LocalCloud } from "@postern/local-cloud";
import { QUEUE_NAMES, type Names, type TableName } from "../../infra/policy/index.ts";
import { until } from "../../tests/support/until.ts";
import { cachedFunctions } from "../build-cache.ts";
import type { FunctionFiles } from "../bundle.ts";
import { DEMO, startDemoCloud, type DemoCloud } from "../demo-cloud.ts";
import { createStopwatch, type Stopwatch } from "../demo/stopwatch.ts";
import type { Demo } from "../seed.ts";
import { clientsOf, localNames, startStopped, withBackupRoles } from "./clouds.ts";
import { compareObjects, compareTable, type ObjectComparison, type TableComparison } from "./compare.ts";
import { bringCopies, copyBucket, type Copy } from "./copies.ts";
import { readExport, writeExport } from "./export.ts";
import { fillAsPeopleDo, fillQuickly, type Sent } from "./fill.ts";
import { openSample } from "./open-sample.ts";
import { remakePeople } from "./people.ts";
import { putDocuments, type Outcome } from "./put-documents.ts";
import { putRows } from "./put-rows.ts";
import { scanTable } from "./scan.ts";

/** The tables that come back; sessions end with a disaster, counters live for minutes. */
const TABLES = ["record", "audit", "log", "directory"] as const satisfies readonly TableName[];
type Restored = (typeof TABLES)[number];

export interface DrillOptions {
  readonly documentCount: number;
  /** Empty, and the drill's own. */
  readonly directory: string;
  /** How many submissions are opened at the end. */
  readonly sampleCount: number;
}

export interface DrillResult {
  /** Documents, without the sealed lists. */
  readonly documents: number;
  readonly tables: Readonly<Record<Restored, TableComparison>>;
  /** Rows by what they are, as exported and as they are now. */
  readonly kinds: Readonly<Record<string, { readonly exported: number; readonly now: number }>>;
  readonly objects: ObjectComparison;
  readonly broughtBack: Readonly<Record<Outcome, number>>;
  readonly sessions: number;
  readonly peopleRemade: number;
  readonly opened: { readonly submissions: number; readonly documents: number; readonly bytes: number };
  /** Messages that `ingest` has refused until they were given up, when it ran again. */
  readonly deadLetters: number;
  readonly steps: Stopwatch["rows"];
}

/** What is left when the live directory is deleted. */
interface Remains {
  /** KMS is a service of its own on AWS, and so is what holds the secrets: both outlive tables and bucket. */
  readonly keyMaterial: ReturnType<LocalCloud["exportKeys"]>;
  readonly secretsPath: string;
  readonly demo: Demo;
  readonly sent: readonly Sent[];
  readonly copies: readonly Copy[];
}

/**
 * Fills a cloud, backs it up, deletes it, builds it again from the backup alone, and compares.
 * What it proves is the procedure and its tools, against the embedded cloud; not AWS.
 */
export async function drill({ documentCount, directory, sampleCount }: DrillOptions): Promise<DrillResult> {
  const watch = createStopwatch();
  const files = await cachedFunctions();
  const names = localNames(files);
  const at = (place: string) => join(directory, place);
  const remains = await live({ files, names, watch, at, documentCount });
  await rm(at("live"), { recursive: true });
  const { demo, ...rebuilt } = await rebuild({ files, names, watch, at, remains });
  const after = await openAgain({ files, watch, at, demo, sent: remains.sent, sampleCount });
  return {
    documents: remains.sent.reduce((sum, { files: sentFiles }) => sum + sentFiles.length, 0),
    ...rebuilt,
    peopleRemade: Object.keys(demo.people).length,
    ...after,
    steps: watch.rows,
  };
}

interface Setting {
  readonly files: FunctionFiles;
  readonly watch: Stopwatch;
  readonly at: (place: string) => string;
}

async function live({
  files,
  names,
  watch,
  at,
  documentCount,
}: Setting & { readonly names: Names; readonly documentCount: number }): Promise<Remains> {
  const world = await watch.measure("start and seed a cloud", () =>
    startDemoCloud({
      files,
      directory: { path: at("live") },
      withRoles: (roles) => withBackupRoles(names, roles),
    }),
  );
  try {
    const asPeople = await watch.measure("send as people do", () => fillAsPeopleDo(world));
    const already = asPeople.reduce((sum, { files: sentFiles }) => sum + sentFiles.length, 0);
    const quickly = await watch.measure("send the rest quickly", () =>
      fillQuickly(world, Math.max(0, documentCount - already)),
    );
    await quiet(world);
    const { dynamo, backingUp } = clientsOf(world.cloud, names);
    await watch.measure("export the tables", async () => {
      for (const table of TABLES) {
        const { name, arn } = names.tables[table];
        await writeExport(at(`backup/${table}`), arn, scanTable(dynamo, name));
      }
    });
    const copies = await watch.measure("copy the bucket", () =>
      copyBucket(backingUp, names.documentBucket.name, at("backup/objects")),
    );
    const secretsPath = at("backup/secrets.json");
    await copyFile(at("live/secrets.json"), secretsPath);
    const { clinics, people } = world;
    return {
      demo: { clinics, people },
      keyMaterial: world.cloud.exportKeys(),
      secretsPath,
      sent: [...asPeople, ...quickly],
      copies,
    };
  } finally {
    await world.close();
  }
}

/** A backup in the midst of work is another drill: here everything has arrived that was sent. */
async function quiet({ cloud, names }: DemoCloud): Promise<void> {
  await until("quiet", () =>
    QUEUE_NAMES.every((queue) => {
      const { visible, inFlight } = cloud.queueDepth(names.queues[queue].name);
      return visible + inFlight === 0;
    }),
  );
}

async function rebuild({
  files,
  names,
  watch,
  at,
  remains,
}: Setting & { readonly names: Names; readonly remains: Remains }) {
  const cloud = await watch.measure("start an empty cloud", async () => {
    await mkdir(at("rebuilt"));
    await copyFile(remains.secretsPath, at("rebuilt/secrets.json"));
    return startStopped(at("rebuilt"), files, remains);
  });
  try {
    const { dynamo, restoringDynamo, backingUp, restoring } = clientsOf(cloud, names);
    await watch.measure("put the rows back", async () => {
      for (const table of TABLES)
        await putRows(dynamo, names.tables[table].name, readExport(at(`backup/${table}`)));
    });
    await watch.measure("bring the copies into a bucket beside", () =>
      bringCopies(restoring, names.restoredBucket.name, remains.copies),
    );
    const recordTable = names.tables.record.name;
    const places = { recordTable, bucket: names.documentBucket.name, copies: names.restoredBucket.name };
    const broughtBack = await watch.measure("put the documents back", () =>
      putDocuments(
        { ...places, dynamo: restoringDynamo, s3: restoring },
        scanTable(restoringDynamo, recordTable),
      ),
    );
    const demo = await watch.measure("make the sign-ins again", () =>
      remakePeople(cloud, names, remains.demo),
    );
    const rowsOf = (table: TableName) => scanTable(dynamo, names.tables[table].name);
    const compared = await watch.measure("compare every row and every byte", async () => ({
      tables: await compareTables(at, rowsOf),
      kinds: await compareKinds(at, rowsOf),
      objects: await compareObjects(backingUp, places.bucket, remains.copies, rowsOf("record")),
      sessions: await countOf(rowsOf("session")),
    }));
    cloud.note(DEMO, demo);
    return { demo, broughtBack, ...compared };
  } finally {
    await cloud.close();
  }
}

type RowsOf = (table: TableName) => ReturnType<typeof scanTable>;

async function compareTables(at: Setting["at"], rowsOf: RowsOf) {
  const compared: [Restored, TableComparison][] = [];
  for (const table of TABLES)
    compared.push([table, await compareTable(readExport(at(`backup/${table}`)), rowsOf(table))]);
  return Object.fromEntries(compared) as Record<Restored, TableComparison>;
}

async function compareKinds(at: Setting["at"], rowsOf: RowsOf) {
  const kinds: Record<string, { exported: number; now: number }> = {};
  const kindOf = (name: string) => (kinds[name] ??= { exported: 0, now: 0 });
  for (const table of TABLES) {
    for await (const row of readExport(at(`backup/${table}`))) kindOf(row["entity"]?.S ?? "").exported += 1;
    for await (const row of rowsOf(table)) kindOf(row["entity"]?.S ?? "").now += 1;
  }
  return kinds;
}

async function countOf(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  return count;
}

/** Lets the functions run again, and opens some of what was sent, as its providers do. */
async function openAgain({
  files,
  watch,
  at,
  demo,
  sent,
  sampleCount,
}: Setting & {
  readonly demo: Demo;
  readonly sent: readonly Sent[];
  readonly sampleCount: number;
}) {
  const world = await watch.measure("start the functions again", () =>
    startDemoCloud({ files, directory: { path: at("rebuilt") } }),
  );
  try {
    if (world.people.provider.sub !== demo.people.provider.sub) throw new Error("Another cloud was started.");
    await quiet(world);
    const opened = await watch.measure("open some, byte for byte", () =>
      openSample(world, sent, sampleCount),
    );
    const dead = QUEUE_NAMES.filter((queue) => queue.endsWith("-dead"));
    const deadLetters = dead
      .map((queue) => world.cloud.queueDepth(world.names.queues[queue].name))
      .reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
    return { opened, deadLetters };
  } finally {
    await world.close();
  }
}
