import { expect, test } from "vitest";
import { barLine } from "./bar.ts";
import { createTally, type Standing } from "./tally.ts";

const MIB = 1024 ** 2;

test("files add up by their own sizes, and a file that starts again takes its part back", () => {
  const tally = createTally([MIB, 3 * MIB]);
  const whole = { files: 2, totalBytes: 4 * MIB };
  expect(tally.take({ phase: "sealing", fileIndex: 0, sentBytes: 0, totalBytes: 200 })).toEqual({
    ...whole,
    sentFiles: 0,
    sentBytes: 0,
    phase: "sealing",
  });
  expect(tally.take({ phase: "sent", fileIndex: 0, sentBytes: 200, totalBytes: 200 })).toMatchObject({
    sentFiles: 1,
    sentBytes: MIB,
  });
  expect(tally.take({ phase: "sending", fileIndex: 1, sentBytes: 100, totalBytes: 300 })).toMatchObject({
    sentFiles: 1,
    sentBytes: 2 * MIB,
  });
  expect(tally.take({ phase: "sealing", fileIndex: 1, sentBytes: 0, totalBytes: 300 })).toMatchObject({
    sentBytes: MIB,
  });
});

test("the bar fits every width, and is left out where there is no room for it", () => {
  const standing = {
    sentFiles: 1,
    files: 3,
    sentBytes: 5 * MIB,
    totalBytes: 10 * MIB,
    phase: "sending",
  } as const;
  for (const width of [1, 20, 59, 60, 80, 200]) expect(barLine(standing, width).length).toBeLessThan(width);
  expect(barLine(standing, 30)).toBe(" 50 %    5.0 MiB of 10.0 MiB ");
  expect(barLine(standing, 80)).toBe(
    `[${"#".repeat(11)}${"-".repeat(12)}]  50 %    5.0 MiB of 10.0 MiB  1 of 3 files  sending  `,
  );
});

test("its end stays in its place, however far it is", () => {
  const at = (sentBytes: number, phase: Standing["phase"]) =>
    barLine({ sentFiles: 0, files: 12, sentBytes, totalBytes: 10 * MIB, phase }, 80).indexOf("]");
  const places = [at(0, "matching"), at(1000, "sealing"), at(MIB * 1.01, "sending"), at(9.9 * MIB, "sent")];
  expect(new Set(places).size).toBe(1);
});

test("the end is full", () => {
  const standing = { sentFiles: 1, files: 1, sentBytes: MIB, totalBytes: MIB, phase: "sent" } as const;
  expect(barLine(standing, 70)).toMatch(/^\[#+\] 100 % +1\.0 MiB of 1\.0 MiB {2}1 of 1 files {2}sent +$/);
});
