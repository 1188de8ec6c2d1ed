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

/** Bytes that pass for a JPEG. */
export function picture(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = randomFillSync(new Uint8Array(sizeBytes));
  bytes.set([0xff, 0xd8, 0xff]);
  return bytes;
}

export function fileOf(name: string, bytes: Uint8Array<ArrayBuffer>): SourceFile {
  return { name, sizeBytes: bytes.length, read: async (start, end) => bytes.slice(start, end) };
}
