import { randomUUID } from "node:crypto";
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type ObjectLockRetentionMode,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { filesBucket, onAll } from "./bucket.ts";
import { refusal, useTarget } from "./target.ts";
import { A } from "./tenancy.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: { ...filesBucket, objectLock: true } },
    roles: {
      owner: { may: onAll },
      keeper: {
        may: (names) => [
          ...onAll(names),
          { ...allow("s3:BypassGovernanceRetention", `${names.bucket("files")}/*`), Effect: "Deny" },
        ],
      },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    owner: (await target.as("owner")).s3,
    keeper: (await target.as("keeper")).s3,
  }),
);

/** Half a minute, so that a run leaves nothing behind that nobody can remove. */
const soon = (seconds = 30) => new Date(Date.now() + seconds * 1000);

async function keep(ObjectLockMode: ObjectLockRetentionMode) {
  const object = { Bucket: cloud().Bucket, Key: `c/${A.clinic}/${randomUUID()}` };
  const lock = { ObjectLockMode, ObjectLockRetainUntilDate: soon() };
  const put = new PutObjectCommand({
    ...object,
    ...lock,
    Body: "bytes",
    IfNoneMatch: "*",
    ChecksumAlgorithm: "SHA256",
  });
  const { VersionId } = await cloud().owner.send(put);
  return { ...object, VersionId };
}

type Kept = Awaited<ReturnType<typeof keep>>;
const remove = (kept: Kept, s3 = cloud().owner, BypassGovernanceRetention = true) =>
  refusal(s3.send(new DeleteObjectCommand({ ...kept, BypassGovernanceRetention })));
const retain = (kept: Kept, Mode: ObjectLockRetentionMode, RetainUntilDate: Date) =>
  refusal(
    cloud().owner.send(
      new PutObjectRetentionCommand({
        ...kept,
        Retention: { Mode, RetainUntilDate },
        BypassGovernanceRetention: true,
        ChecksumAlgorithm: "SHA256",
      }),
    ),
  );

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
describe("Object Lock", () => {
  it("in COMPLIANCE binds everybody: nothing is removed, shortened or loosened, only prolonged", async () => {
    const kept = await keep("COMPLIANCE");
    expect(await remove(kept)).toBe("AccessDenied");
    expect(await retain(kept, "COMPLIANCE", soon(5))).toBe("AccessDenied");
    expect(await retain(kept, "GOVERNANCE", soon(40))).toBe("AccessDenied");
    expect(await retain(kept, "COMPLIANCE", soon(35))).toBe("none");
    const head = await cloud().owner.send(new HeadObjectCommand(kept));
    expect(head.ObjectLockMode).toBe("COMPLIANCE");
  });

  it("in GOVERNANCE gives way to who may bypass it, and says so", async () => {
    const kept = await keep("GOVERNANCE");
    expect(await remove(kept, cloud().keeper)).toBe("AccessDenied");
    expect(await remove(kept, cloud().owner, false)).toBe("AccessDenied");
    expect(await remove(kept)).toBe("none");
  });

  it("does not keep a delete marker away: what is hidden is there still", async () => {
    const { VersionId, ...object } = await keep("COMPLIANCE");
    const { DeleteMarker } = await cloud().owner.send(new DeleteObjectCommand(object));
    expect(DeleteMarker).toBe(true);
    expect(await refusal(cloud().owner.send(new HeadObjectCommand(object)))).toBe("NotFound");
    expect(await refusal(cloud().owner.send(new HeadObjectCommand({ ...object, VersionId })))).toBe("none");
  });
});
