import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createDevice, HandOverError, openProof, openRelease, type Device } from "@postern/client/device";
import {
  ClinicID,
  EventID,
  KeyRelease,
  SessionHandle,
  SubmissionID,
  type ReleaseScope,
} from "@postern/contract";
import { sealKey, sealNonce } from "@postern/core/device";
import { deriveMessageKeys, importDataKey } from "@postern/envelope";

const ids = (digit: string) => digit.repeat(26);
const sessionHandle = SessionHandle.parse(`ses_${ids("1")}`);
const otherHandle = SessionHandle.parse(`ses_${ids("9")}`);
const clinicID = ClinicID.parse(`cli_${ids("2")}`);
const submissionID = SubmissionID.parse(`sub_${ids("3")}`);
const wrappedKey = randomBytes(184);
const scope: ReleaseScope = {
  clinicID,
  submissionID,
  purpose: "read",
  wrappedKeySha256: createHash("sha256").update(wrappedKey).digest(),
  eventID: EventID.parse(`evt_${ids("4")}`),
};

async function releaseTo(device: Device, dataKey: Uint8Array): Promise<KeyRelease> {
  const sealed = await sealKey({ devicePublicKey: device.publicKey, sessionHandle, scope, dataKey });
  return KeyRelease.parse({
    ...sealed,
    eventID: scope.eventID,
    wrappedKey: wrappedKey.toString("base64"),
    keyARN: "arn:aws:kms:us-east-1:000000000000:key/mrk-1",
    context: { clinic: clinicID, submission: submissionID },
  });
}

async function released() {
  const device = await createDevice();
  const release = await releaseTo(device, randomBytes(32));
  return { device, sessionHandle, clinicID, submissionID, purpose: "read" as const, release };
}

async function isRefused(opening: Parameters<typeof openRelease>[0]): Promise<boolean> {
  const error = await openRelease(opening).catch((reason: unknown) => reason);
  return error instanceof HandOverError;
}

describe("the device's pair", () => {
  it("has a private half that cannot be exported, in any format", async () => {
    const { pair } = await createDevice();
    expect(pair.privateKey.extractable).toBe(false);
    for (const format of ["jwk", "pkcs8"] as const) {
      await expect(crypto.subtle.exportKey(format, pair.privateKey)).rejects.toThrow(/not extractable/);
    }
  });

  it("shows its public half as an uncompressed point", async () => {
    const { publicKey } = await createDevice();
    const point = Buffer.from(publicKey, "base64");
    expect([point.length, point[0]]).toEqual([65, 4]);
  });

  it("opens with both halves: a pair whose public half is another's opens nothing", async () => {
    const opening = await released();
    const other = await createDevice();
    const pair = { privateKey: opening.device.pair.privateKey, publicKey: other.pair.publicKey };
    expect(await isRefused({ ...opening, device: { ...opening.device, pair } })).toBe(true);
  });
});

describe("a released data key", () => {
  it("arrives as the key that was sealed, and cannot be read again", async () => {
    const device = await createDevice();
    const dataKey = randomBytes(32);
    const release = await releaseTo(device, dataKey);
    const opened = await openRelease({
      device,
      sessionHandle,
      clinicID,
      submissionID,
      purpose: "read",
      release,
    });
    const messageID = randomBytes(32);
    const [there, here] = await Promise.all([
      deriveMessageKeys(await importDataKey(new Uint8Array(dataKey)), messageID),
      deriveMessageKeys(opened.dataKey, messageID),
    ]);
    expect(here.commitment).toEqual(there.commitment);
    expect(Buffer.from(opened.wrappedKey)).toEqual(wrappedKey);
    expect(opened.dataKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", opened.dataKey)).rejects.toThrow(/extractable|support/i);
  });

  it("does not open on another device, or in another session", async () => {
    const opening = await released();
    expect(await isRefused({ ...opening, device: await createDevice() })).toBe(true);
    expect(await isRefused({ ...opening, sessionHandle: otherHandle })).toBe(true);
  });

  it("does not open for another purpose, clinic or submission", async () => {
    const opening = await released();
    expect(await isRefused({ ...opening, purpose: "seal" })).toBe(true);
    const other = {
      clinic: ClinicID.parse(`cli_${ids("8")}`),
      submission: SubmissionID.parse(`sub_${ids("8")}`),
    };
    expect(await isRefused({ ...opening, clinicID: other.clinic })).toBe(true);
    expect(await isRefused({ ...opening, submissionID: other.submission })).toBe(true);
    const context = { ...opening.release.context, ...other };
    const release = { ...opening.release, context };
    expect(
      await isRefused({ ...opening, clinicID: other.clinic, submissionID: other.submission, release }),
    ).toBe(true);
  });

  it("does not open with another wrapped key, another event, or a changed byte", async () => {
    const opening = await released();
    const { release } = opening;
    const flipped = Buffer.from(release.ciphertext, "base64");
    flipped.writeUInt8(flipped.readUInt8(0) ^ 1, 0);
    const forgeries = [
      { wrappedKey: randomBytes(184).toString("base64") },
      { eventID: EventID.parse(`evt_${ids("7")}`) },
      { ciphertext: flipped.toString("base64") },
      { encapsulated: Buffer.alloc(65, 4).toString("base64") },
    ];
    for (const forgery of forgeries)
      expect(await isRefused({ ...opening, release: { ...release, ...forgery } })).toBe(true);
  });

  it("is not sealed in another length than 32 bytes", async () => {
    await expect(releaseTo(await createDevice(), randomBytes(31))).rejects.toThrow(RangeError);
  });
});

describe("a device proof", () => {
  it("gives the nonce back that was sealed to the device", async () => {
    const device = await createDevice();
    const nonce = randomBytes(32);
    const challenge = await sealNonce({ devicePublicKey: device.publicKey, sessionHandle, nonce });
    expect(await openProof({ device, sessionHandle, challenge })).toBe(nonce.toString("base64"));
  });

  it("opens in no other session, on no other device, and a released key is no proof", async () => {
    const device = await createDevice();
    const sealing = { devicePublicKey: device.publicKey, sessionHandle, nonce: randomBytes(32) };
    const challenge = await sealNonce(sealing);
    const refusals = [
      { device, sessionHandle: otherHandle, challenge },
      { device: await createDevice(), sessionHandle, challenge },
      { device, sessionHandle, challenge: await releaseTo(device, randomBytes(32)) },
    ];
    for (const opening of refusals) await expect(openProof(opening)).rejects.toThrow(HandOverError);
  });
});
