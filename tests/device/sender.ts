import { randomFillSync } from "node:crypto";
import {
  createApi,
  createDevice,
  proveDevice,
  type Api,
  type Device,
  type SourceFile,
  type Wait,
} from "@postern/client";
import { Manifest } from "@postern/contract";
import { importDataKey, openBytes } from "@postern/envelope";
import { FakeClinic, SESSION } from "./fake-clinic.ts";

/** A person's device in front of a fake clinic. Waiting takes no time; how long it would have is written down. */
export interface Sender {
  readonly clinic: FakeClinic;
  readonly api: Api;
  readonly device: Device;
  readonly session: typeof SESSION;
  readonly waits: number[];
  readonly wait: Wait;
}

export async function startSender(): Promise<Sender> {
  const clinic = new FakeClinic();
  const device = await createDevice();
  await clinic.start(device.publicKey);
  const waits: number[] = [];
  const wait: Wait = (ms, signal) => {
    waits.push(ms);
    return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
  };
  const api: Api = createApi({
    baseURL: clinic.server.baseURL,
    clinicID: () => SESSION.clinicID,
    prove: () => proveDevice({ api, device, sessionHandle: SESSION.handle }),
  });
  return { clinic, api, device, session: SESSION, waits, wait };
}

/** Matches, of the calls that a pattern matches, those about a file; the list goes up beside the last one. */
export function ofFiles({ clinic }: Pick<Sender, "clinic">, pattern: RegExp): Pick<RegExp, "test"> {
  return {
    test: (name) =>
      pattern.test(name) &&
      clinic.live.some(({ kind, documentID }) => kind === "document" && name.includes(documentID)),
  };
}

/** Bytes that pass for a JPEG. */
export function picture(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = randomFillSync(new Uint8Array(sizeBytes));
  bytes.set([0xff, 0xd8, 0xff]);
  return bytes;
}

export function fileOf(name: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  return { name, sizeBytes: bytes.length, read: async (start, end) => bytes.slice(start, end) };
}

/** What lies in the bucket, opened with the submission's key; documents in the order they were declared. */
export async function openStored(clinic: FakeClinic): Promise<{ documents: Buffer[]; manifest: Manifest }> {
  const dataKey = await importDataKey(new Uint8Array(clinic.dataKey));
  const documents: Buffer[] = [];
  let manifest: unknown;
  for (const view of clinic.live) {
    const expected = {
      context: { clinic: SESSION.clinicID, submission: clinic.submissionID },
      messageID: Buffer.from(view.messageID, "base64"),
      wrappedKey: clinic.wrappedKey,
    };
    const plaintext = Buffer.from(await openBytes({ dataKey, expected }, clinic.stored(view)));
    if (view.kind === "manifest") manifest = JSON.parse(plaintext.toString());
    else documents.push(plaintext);
  }
  return { documents, manifest: Manifest.parse(manifest) };
}
