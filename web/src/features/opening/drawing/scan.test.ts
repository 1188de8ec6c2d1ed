import { describe, expect, it } from "vitest";
import { scan } from "../../../../../tests/e2e/hostile-files.ts";
import { readScan } from "./scan.ts";

async function bytesOf(isCompressed: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const file = scan("chest.dcm", isCompressed);
  return Uint8Array.from(await file.read(0, file.sizeBytes));
}

function canRead(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    readScan(bytes);
    return true;
  } catch {
    return false;
  }
}

describe("a scan", () => {
  it("says how many frames it has, whose it is and which values it shows", async () => {
    expect(readScan(await bytesOf(false))).toMatchObject({
      pageCount: 2,
      scan: {
        patient: { name: "Otto Nilsson", birthDate: "1988-04-17", patientID: "A-1" },
        range: { center: 1000, width: 2001 },
      },
    });
  });

  it("is refused when it is compressed", async () => {
    const bytes = await bytesOf(true);
    expect(() => readScan(bytes)).toThrow(expect.objectContaining({ why: "compressed" }));
  });

  it("is refused when its pixels are not whole, wherever it was cut", async () => {
    const bytes = await bytesOf(false);
    const lengths = [140, 300, bytes.length - 8193, bytes.length - 2, bytes.length];
    expect(lengths.map((length) => canRead(bytes.subarray(0, length)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
