import { describe, expect, it } from "vitest";
import { wantsTwo } from "./sending-workers.ts";

const MIB = 1024 ** 2;

describe("a second worker", () => {
  it.each([
    ["a core for it and much to send", { hardwareConcurrency: 8, deviceMemory: 8 }, 64, true],
    ["a browser that does not tell its memory", { hardwareConcurrency: 8 }, 64, true],
    ["little to send", { hardwareConcurrency: 8, deviceMemory: 8 }, 8, false],
    ["few cores", { hardwareConcurrency: 2, deviceMemory: 8 }, 64, false],
    ["little memory", { hardwareConcurrency: 8, deviceMemory: 2 }, 64, false],
    ["saving data", { hardwareConcurrency: 8, connection: { saveData: true } }, 64, false],
  ])("with %s", (_name, device, mebibytes, expected) => {
    expect(wantsTwo(device, mebibytes * MIB)).toBe(expected);
  });
});
