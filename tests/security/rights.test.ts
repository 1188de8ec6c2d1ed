import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
} from "@aws-sdk/client-kms";
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAMES, type FunctionName } from "../../infra/policy/index.ts";
import { createdPair, type Belongings } from "../support/belongings.ts";
import { basePrincipal, outcomeOf, tenantPrincipal, type Principal } from "../support/principal.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let riverside: Belongings;
let harbor: Belongings;

beforeAll(async () => {
  world = await startWorld();
  [riverside, harbor] = await createdPair(world);
});
afterAll(() => world.close());

const as = (name: FunctionName, { clinicID }: Belongings = riverside) =>
  tenantPrincipal(world, name, clinicID);
const contextOf = ({ clinicID, submissionID }: Belongings) => ({
  clinic: clinicID,
  submission: submissionID,
});
const documentsKey = () => world.names.keyARNs.documents;

/** Every way in which a data key could be asked for, with what it belongs to. */
const KEY_CALLS = {
  Decrypt: ({ kms }: Principal, own: Belongings) =>
    kms.send(new DecryptCommand({ CiphertextBlob: own.wrappedKey, EncryptionContext: contextOf(own) })),
  GenerateDataKey: ({ kms }: Principal, own: Belongings) =>
    kms.send(
      new GenerateDataKeyCommand({
        KeyId: documentsKey(),
        KeySpec: "AES_256",
        EncryptionContext: contextOf(own),
      }),
    ),
  GenerateDataKeyWithoutPlaintext: ({ kms }: Principal, own: Belongings) =>
    kms.send(
      new GenerateDataKeyWithoutPlaintextCommand({
        KeyId: documentsKey(),
        KeySpec: "AES_256",
        EncryptionContext: contextOf(own),
      }),
    ),
  Encrypt: ({ kms }: Principal, own: Belongings) =>
    kms.send(
      new EncryptCommand({
        KeyId: documentsKey(),
        Plaintext: new Uint8Array(32),
        EncryptionContext: contextOf(own),
      }),
    ),
};

const object = ({ verified }: Belongings) => ({
  Bucket: world.names.documentBucket.name,
  Key: verified.key,
});
const version = (own: Belongings) => ({ ...object(own), VersionId: own.verified.versionID });
const prefix = ({ clinicID }: Belongings) => ({
  Bucket: world.names.documentBucket.name,
  Prefix: `c/${clinicID}/`,
});
const TAGS = { TagSet: [{ Key: "state", Value: "verified" }] };

const READS = {
  GetObject: ({ s3 }: Principal, own: Belongings) => s3.send(new GetObjectCommand(object(own))),
  GetObjectVersion: ({ s3 }: Principal, own: Belongings) => s3.send(new GetObjectCommand(version(own))),
  HeadObject: ({ s3 }: Principal, own: Belongings) => s3.send(new HeadObjectCommand(object(own))),
  HeadObjectVersion: ({ s3 }: Principal, own: Belongings) => s3.send(new HeadObjectCommand(version(own))),
  GetObjectTagging: ({ s3 }: Principal, own: Belongings) =>
    s3.send(new GetObjectTaggingCommand(version(own))),
  ListObjectsV2: ({ s3 }: Principal, own: Belongings) => s3.send(new ListObjectsV2Command(prefix(own))),
  ListObjectVersions: ({ s3 }: Principal, own: Belongings) =>
    s3.send(new ListObjectVersionsCommand(prefix(own))),
};

const fresh = ({ clinicID }: Belongings) => ({
  Bucket: world.names.documentBucket.name,
  Key: `c/${clinicID}/made/${crypto.randomUUID()}`,
});
const WRITES = {
  PutObject: ({ s3 }: Principal, own: Belongings) =>
    s3.send(new PutObjectCommand({ ...fresh(own), Body: "x", IfNoneMatch: "*" })),
  CreateMultipartUpload: ({ s3 }: Principal, own: Belongings) =>
    s3.send(new CreateMultipartUploadCommand({ ...fresh(own), ChecksumAlgorithm: "SHA256" })),
  PutObjectTagging: ({ s3 }: Principal, own: Belongings) =>
    s3.send(new PutObjectTaggingCommand({ ...version(own), Tagging: TAGS })),
  DeleteObject: ({ s3 }: Principal, own: Belongings) => s3.send(new DeleteObjectCommand(object(own))),
  DeleteObjectVersion: ({ s3 }: Principal, own: Belongings) => s3.send(new DeleteObjectCommand(version(own))),
};

type Calls = Readonly<Record<string, (principal: Principal, own: Belongings) => Promise<unknown>>>;

/** What of the calls works, tried in their order. */
async function allowed(calls: Calls, principal: Principal, own: Belongings): Promise<readonly string[]> {
  const done: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    const outcome = await outcomeOf(call(principal, own));
    if (outcome === "done") done.push(name);
    else if (outcome !== "refused") throw new Error(`${name}: ${outcome}`);
  }
  return done;
}

describe("what each function may do with its own clinic's keys and objects", () => {
  it("with the key of data keys: intake has them made and opens none, keys opens them, nobody else does anything", async () => {
    const rights = FUNCTION_NAMES.map(
      async (name) => [name, await allowed(KEY_CALLS, as(name), riverside)] as const,
    );
    expect(Object.fromEntries(await Promise.all(rights))).toEqual({
      ...Object.fromEntries(FUNCTION_NAMES.map((name) => [name, []])),
      intake: ["GenerateDataKeyWithoutPlaintext"],
      keys: ["Decrypt"],
    });
  });

  it("with objects: intake makes and never reads, keys does nothing, review reads a verified version", async () => {
    const rights = FUNCTION_NAMES.filter((name) => name !== "sweep").map(
      async (name) => [name, await allowed({ ...READS, ...WRITES }, as(name), riverside)] as const,
    );
    expect(Object.fromEntries(await Promise.all(rights))).toEqual({
      auth: [],
      intake: ["PutObject", "CreateMultipartUpload"],
      keys: [],
      review: ["GetObjectVersion", "HeadObjectVersion"],
      admin: [],
      ingest: [
        "GetObject",
        "GetObjectVersion",
        "HeadObject",
        "HeadObjectVersion",
        "ListObjectsV2",
        "PutObjectTagging",
      ],
      sequence: [],
      watch: [],
      tick: [],
    });
  });

  it("review reads no version that is not tagged verified, although it is there", async () => {
    const { quarantined } = riverside;
    const Bucket = world.names.documentBucket.name;
    const get = () =>
      new GetObjectCommand({ Bucket, Key: quarantined.key, VersionId: quarantined.versionID });
    expect(await outcomeOf(as("review").s3.send(get()))).toBe("refused");
    expect(await outcomeOf(as("ingest").s3.send(get()))).toBe("done");
  });

  it("sweep deletes a version, and does nothing else", async () => {
    const expendable = { ...riverside, verified: riverside.quarantined };
    expect(await allowed({ ...READS, ...WRITES }, as("sweep"), expendable)).toEqual(["DeleteObjectVersion"]);
  });

  it("intake may not make an object that could replace another", async () => {
    const { s3 } = as("intake");
    const put = new PutObjectCommand({ ...object(riverside), Body: "x" });
    expect(await outcomeOf(s3.send(put))).toBe("refused");
    const guarded = new PutObjectCommand({ ...object(riverside), Body: "x", IfNoneMatch: "*" });
    expect(await outcomeOf(s3.send(guarded))).toBe("PreconditionFailed");
  });
});

describe("the bucket's key", () => {
  it("is used through S3 alone: asked directly, it refuses every role", async () => {
    const KeyId = world.names.keyARNs.storage;
    const blob = riverside.forgedCiphertext(KeyId);
    for (const name of FUNCTION_NAMES) {
      const { kms } = as(name);
      const calls = [
        new DecryptCommand({ CiphertextBlob: blob }),
        new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: contextOf(riverside) }),
      ].map((command) => outcomeOf(kms.send(command)));
      const made = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" });
      const outcomes = [...(await Promise.all(calls)), await outcomeOf(kms.send(made))];
      expect([name, ...outcomes]).toEqual([name, "refused", "refused", "refused"]);
    }
  });

  it("would have looked at such a ciphertext, had the role the right: keys is told that it is no good", async () => {
    const CiphertextBlob = riverside.forgedCiphertext(documentsKey());
    const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext: contextOf(riverside) });
    expect(await outcomeOf(as("keys").kms.send(decrypt))).toBe("InvalidCiphertextException");
  });
});

describe("a session of one clinic, before another clinic's things", () => {
  it.each(FUNCTION_NAMES)("%s gets at no object, tag or data key of it", async (name) => {
    expect(await allowed({ ...KEY_CALLS, ...READS, ...WRITES }, as(name, harbor), riverside)).toEqual([]);
  });

  it("opens no wrapped key of it, in whichever clinic's name", async () => {
    const open = (own: Belongings, EncryptionContext: Record<string, string>) =>
      outcomeOf(
        as("keys", harbor).kms.send(
          new DecryptCommand({ CiphertextBlob: own.wrappedKey, EncryptionContext }),
        ),
      );
    expect(await open(riverside, contextOf(riverside))).toBe("refused");
    expect(await open(riverside, contextOf(harbor))).toBe("InvalidCiphertextException");
    expect(await open(riverside, { ...contextOf(riverside), clinic: harbor.clinicID })).toBe(
      "InvalidCiphertextException",
    );
    expect(await open(riverside, {})).toBe("refused");
    expect(await open(harbor, contextOf(harbor))).toBe("done");
  });

  it("opens none of its own under another submission's name", async () => {
    const EncryptionContext = { ...contextOf(riverside), submission: harbor.submissionID };
    const decrypt = new DecryptCommand({ CiphertextBlob: riverside.wrappedKey, EncryptionContext });
    expect(await outcomeOf(as("keys").kms.send(decrypt))).toBe("InvalidCiphertextException");
  });
});

describe("with its own role, before it acts for a clinic,", () => {
  const readers = async (pk: string) => {
    const TableName = world.names.tables.session.name;
    const outcomes = FUNCTION_NAMES.map((name) =>
      outcomeOf(
        basePrincipal(world, name).dynamo.send(new GetCommand({ TableName, Key: { pk, sk: "try" } })),
      ),
    );
    const settled = await Promise.all(outcomes);
    return FUNCTION_NAMES.filter((_, index) => settled[index] === "done");
  };

  it("a function that people call reads sessions, and auth alone a sign-in that is half done", async () => {
    expect(await readers("ses#try")).toEqual(["auth", "intake", "keys", "review", "admin"]);
    expect(await readers("pre#try")).toEqual(["auth"]);
  });

  it("nobody changes to which clinics somebody belongs, or which clinics there are", async () => {
    const TableName = world.names.tables.directory.name;
    for (const name of FUNCTION_NAMES)
      for (const pk of ["usr#try", "clinics#00"]) {
        const put = new PutCommand({ TableName, Item: { pk, sk: "try" } });
        const outcome = await outcomeOf(basePrincipal(world, name).dynamo.send(put));
        expect([name, pk, outcome]).toEqual([name, pk, "refused"]);
      }
  });
});

describe("becoming a clinic's tenant", () => {
  const assume = (name: FunctionName, role: FunctionName, tags: Readonly<Record<string, string>>) =>
    outcomeOf(
      basePrincipal(world, name).sts.send(
        new AssumeRoleCommand({
          RoleArn: world.names.tenantRoles[role].arn,
          RoleSessionName: "try",
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
    );

  it.each(FUNCTION_NAMES)("%s takes its own tenant role only, and only as one clinic", async (name) => {
    const clinic = riverside.clinicID;
    expect(await assume(name, name, { clinic })).toBe("done");
    for (const other of FUNCTION_NAMES.filter((each) => each !== name))
      expect([other, await assume(name, other, { clinic })]).toEqual([other, "refused"]);
    expect(await assume(name, name, {})).toBe("refused");
    expect(await assume(name, name, { clinic, other: "x" })).toBe("refused");
    for (const wrong of ["*", "cli_*", `${clinic}x`, clinic.slice(0, -1)])
      expect([wrong, await assume(name, name, { clinic: wrong })]).not.toEqual([wrong, "done"]);
  });
});
