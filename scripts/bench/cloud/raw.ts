import { createCipheriv, createDecipheriv, randomBytes, randomUUID, scryptSync } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import db from "dynalite/db/index.js";
import { OBJECT_BYTES, QUERIED, ROW_BYTES, THERE, WRITTEN_TOGETHER, type Acts } from "./operations.ts";

/** What the embedded cloud stands on, without the cloud, on a directory of its own. */
export interface Raw {
  readonly acts: Acts;
  close(): Promise<void>;
}

/**
 * LevelDB as dynalite opens it, files, one file of lines, AES-256-GCM and scrypt: the same work without HTTP, signatures,
 * policies, checks and checksums. A received message is a line of the file, as the cloud writes it.
 */
export async function openRaw(directory: string): Promise<Raw> {
  await mkdir(join(directory, "objects"), { recursive: true });
  const path = join(directory, "level");
  const { db: level } = db.create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await level.open();
  const lines = openSync(join(directory, "lines"), "a");
  const row = { value: { S: randomBytes(ROW_BYTES / 2).toString("hex") } };
  const bytes = randomBytes(OBJECT_BYTES);
  const put = (key: string) => ({ type: "put" as const, key, value: row });
  const objectPath = (name: string) => join(directory, "objects", name);
  for (let index = 0; index < THERE; index += 1) {
    await level.batch([put(`there ${index}`), put(`many ${String(index).padStart(4, "0")}`)]);
    await writeFile(objectPath(String(index)), bytes);
  }
  const opened = sealing();
  const writeLine = () => void writeSync(lines, `${JSON.stringify(["queue", randomUUID(), "waiting"])}\n`);
  return {
    acts: {
      "DynamoDB put": () => level.batch([put(randomUUID())]),
      "DynamoDB get": (index) => level.get(`there ${index % THERE}`),
      "DynamoDB query of 10": () => level.values({ gt: "many ", lt: "many ~", limit: QUERIED }).all(),
      "DynamoDB transaction of 3": () =>
        level.batch(Array.from({ length: WRITTEN_TOGETHER }, () => put(randomUUID()))),
      "S3 put": () => writeFile(objectPath(randomUUID()), bytes),
      "S3 get": (index) => readFile(objectPath(String(index % THERE))),
      "SQS send": writeLine,
      "SQS receive": writeLine,
      "KMS decrypt": opened,
      "Cognito password": () =>
        void scryptSync("a long enough one", "sixteen bytes of", 32, { N: 16_384, r: 8, p: 1 }),
    },
    async close() {
      closeSync(lines);
      await level.close();
    },
  };
}

function sealing(): () => void {
  const [key, iv] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
  const tag = cipher.getAuthTag();
  return () => {
    const decipher = createDecipheriv("aes-256-gcm", key, iv);
    decipher.setAuthTag(tag);
    decipher.update(sealed);
    decipher.final();
  };
}
