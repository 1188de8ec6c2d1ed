import { text } from "node:stream/consumers";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { PortalHandler } from "@postern/local-cloud";
import { REGION } from "../../scripts/topology.ts";
import { startWorld, type World } from "../support/world.ts";
import { launchQuietly } from "./chromium.ts";
import { compete, type Outcome } from "./rounds.ts";
import { fileHandler } from "./serve.ts";
import { openSlowLine } from "./slow-line.ts";
import { UPLOADS } from "./upload-names.ts";

/** A multipart upload as any other page would make it: one address for each part, and nothing hashed. */
export interface PlainUpload {
  readonly id: string;
  readonly partBytes: number;
  readonly urls: readonly string[];
}

const PART_BYTES = 8 * 1024 ** 2;

/**
 * Sends one file from one page again and again: sealed, by our client through the whole of the embedded cloud, and
 * plain, straight into the same bucket.
 *
 * @param directory as `bundleBench` has filled it @param path of the file @param bytesPerSecond of the line to the bucket
 */
export async function competeUploads(
  directory: string,
  path: string,
  { rounds, bytesPerSecond }: { readonly rounds: number; readonly bytesPerSecond: number | undefined },
): Promise<readonly Outcome[]> {
  const started: { world?: World } = {};
  const files = fileHandler(directory);
  const world = await startWorld({
    portalHandler: (request, response) => {
      const plain = started.world && request.method === "POST" ? plainUploads(started.world) : undefined;
      (plain ?? files)(request, response);
    },
  });
  started.world = world;
  const bucket = new URL(world.cloud.endpoints.s3);
  const line =
    bytesPerSecond === undefined ? undefined : await openSlowLine(Number(bucket.port), bytesPerSecond);
  const rule = line && `--host-resolver-rules=MAP *:${bucket.port} 127.0.0.1:${line.port}`;
  const browser = await launchQuietly(rule === undefined ? [] : [rule]);
  try {
    const page = await browser.open(`${world.origin}/upload.html`);
    await page.choose("input", [path]);
    const { patient } = world.people;
    const { email, password } = patient;
    await page.evaluate(`enter(${JSON.stringify({ email, password })}, "${world.codeOf(patient)}")`);
    return await compete(
      [
        { name: UPLOADS.sealedByOne, run: () => page.evaluate<number>("sendSealed(1)") },
        { name: UPLOADS.sealedByTwo, run: () => page.evaluate<number>("sendSealed(2)") },
        { name: UPLOADS.plain, run: () => page.evaluate<number>("sendPlain()") },
      ],
      rounds,
    );
  } finally {
    await browser.close();
    await line?.close();
    await world.close();
  }
}

/** Begins and completes plain uploads, with the rights of the cloud's owner. */
function plainUploads({ cloud, names }: World): PortalHandler {
  const s3 = new S3Client({
    region: REGION,
    endpoint: cloud.endpoints.s3,
    credentials: cloud.rootCredentials(),
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  const Bucket = names.documentBucket.name;
  return (request, response) => {
    void (async () => {
      const input = JSON.parse(await text(request)) as { sizeBytes: number; id: string; etags: string[] };
      const answer = request.url === "/bench/begin" ? await begin(input.sizeBytes) : await complete(input);
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  };

  async function begin(sizeBytes: number): Promise<PlainUpload> {
    const Key = `bench/${crypto.randomUUID()}`;
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const numbers = Array.from({ length: Math.ceil(sizeBytes / PART_BYTES) }, (_, index) => index + 1);
    const urls = await Promise.all(
      numbers.map((PartNumber) =>
        getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber }), { expiresIn: 300 }),
      ),
    );
    return { id: `${Key} ${UploadId}`, partBytes: PART_BYTES, urls };
  }

  async function complete({ id, etags }: { readonly id: string; readonly etags: readonly string[] }) {
    const [Key = "", UploadId = ""] = id.split(" ");
    const Parts = etags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
    const MultipartUpload = { Parts };
    await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, IfNoneMatch: "*" }),
    );
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    return {};
  }
}
