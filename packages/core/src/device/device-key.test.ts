import { createECDH } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkDeviceKey, DeviceKeyError } from "./device-key.ts";
import { sealToDevice } from "./seal.ts";

function point(): Buffer {
  return createECDH("prime256v1").generateKeys();
}

async function isRefused(bytes: Buffer | string): Promise<boolean> {
  const text = typeof bytes === "string" ? bytes : bytes.toString("base64");
  const error = await checkDeviceKey(text).catch((reason: unknown) => reason);
  return error instanceof DeviceKeyError;
}

describe("a device's public key", () => {
  it("is a point of P-256", async () => {
    await expect(checkDeviceKey(point().toString("base64"))).resolves.toBeUndefined();
  });

  it("is refused when the point is not on the curve", async () => {
    const off = point();
    off.writeUInt8(off.readUInt8(64) ^ 1, 64);
    expect(await isRefused(off)).toBe(true);
    expect(await isRefused(Buffer.concat([Buffer.of(4), Buffer.alloc(64)]))).toBe(true);
    expect(await isRefused(Buffer.alloc(65))).toBe(true);
  });

  it("is refused in another length, compressed, of another curve, or in no base64", async () => {
    expect(await isRefused(point().subarray(0, 64))).toBe(true);
    const ecdh = createECDH("prime256v1");
    ecdh.generateKeys();
    expect(await isRefused(ecdh.getPublicKey(null, "compressed"))).toBe(true);
    expect(await isRefused(createECDH("secp256k1").generateKeys())).toBe(true);
    expect(await isRefused("!".repeat(88))).toBe(true);
    expect(await isRefused("")).toBe(true);
  });

  it("is checked again before anything is sealed to it", async () => {
    const devicePublicKey = Buffer.alloc(65, 4).toString("base64");
    const empty = new Uint8Array(0);
    const sealing = sealToDevice({ devicePublicKey, info: empty, aad: empty, plaintext: new Uint8Array(32) });
    await expect(sealing).rejects.toThrow(DeviceKeyError);
  });
});
