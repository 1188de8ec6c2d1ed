import { ListPartsCommand } from "@aws-sdk/client-s3";
import { listVersions } from "../support/arrival.ts";
import { rootPrincipal } from "../support/principal.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { countEvents, rowsAbout, type Row } from "../support/table-dump.ts";
import type { World } from "../support/world.ts";
import type { DoneJob } from "./job.ts";

/** Acts of which each job has one, however often they were asked for. */
const ONCE = ["submission.open ok", "submission.submit ok", "submission.route ok", "task.claim ok"];

/**
 * What is wrong after a job whose files a provider has opened; empty when nothing is. Sentences begin with `lost`, `twice`
 * or `torn`.
 */
export async function wrongsOf(
  world: World,
  { submissionID, fileCount }: DoneJob,
): Promise<readonly string[]> {
  const traces = await tracesOf(world, submissionID);
  const wanted = settledOnce(fileCount);
  const wrongs = Object.entries(wanted).flatMap(([name, count]) => {
    const found = traces[name as keyof typeof traces];
    if (found === count) return [];
    const isMore = Number(found) > Number(count);
    return [`${isMore ? "twice" : "lost"}: ${name} is ${String(found)}, not ${String(count)}`];
  });
  const events = await countEvents(world, submissionID);
  for (const act of ONCE) {
    const count = events[act] ?? 0;
    if (count !== 1) wrongs.push(`${count === 0 ? "lost" : "twice"}: ${act} is in the log ${count} times`);
  }
  return [...wrongs, ...(await storedWrongs(world, submissionID, fileCount + 1))];
}

async function storedWrongs(
  world: World,
  submissionID: string,
  documentCount: number,
): Promise<readonly string[]> {
  const wrongs: string[] = [];
  const { clinicID } = world.clinics.riverside;
  const versions = await listVersions(world, `c/${clinicID}/${submissionID}/`);
  const keys = new Set(versions.map(({ key }) => key));
  if (versions.length > keys.size) wrongs.push("twice: an object has two versions");
  if (keys.size !== documentCount)
    wrongs.push(`${keys.size < documentCount ? "lost" : "torn"}: there are ${keys.size} objects`);
  for (const row of await rowsAbout(world, "sub", submissionID)) {
    const uploadID = row["uploadID"];
    if (typeof uploadID === "string" && (await hasParts(world, row, uploadID)))
      wrongs.push("torn: parts lie about that are of no object");
  }
  return wrongs;
}

async function hasParts(world: World, row: Row, UploadId: string): Promise<boolean> {
  const { clinicID, submissionID, documentID, attemptID } = row as Readonly<Record<string, string>>;
  const Key = `c/${clinicID}/${submissionID}/${documentID}/${attemptID}`;
  const Bucket = world.names.documentBucket.name;
  try {
    const { Parts = [] } = await rootPrincipal(world).s3.send(
      new ListPartsCommand({ Bucket, Key, UploadId }),
    );
    return Parts.length > 0;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchUpload") return false;
    throw error;
  }
}
