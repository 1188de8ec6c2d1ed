import { afterEach, beforeEach, expect, it } from "vitest";
import { createStation, submitPackage, type Progress, type Station } from "@postern/client";
import { FACTS } from "./fake-clinic.ts";
import { fileOf, picture, startSender, type Sender } from "./sender.ts";

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
});
afterEach(() => sender.clinic.server.close());

it("counts what is on its way, nothing twice that is sent again, and the whole only when the store has it", async () => {
  const told: (readonly [Progress["phase"], number])[] = [];
  const sizeBytes = 100_000;
  const own = createStation();
  let tries = 0;
  const station: Station = {
    ...own,
    put(ref, signed, signal, onSent) {
      // The list is smaller.
      if (Number(signed.headers["content-length"]) < sizeBytes) return own.put(ref, signed, signal);
      tries += 1;
      onSent?.(tries === 1 ? 600 : 2 * sizeBytes);
      return tries === 1 ? Promise.resolve({ status: 503 }) : own.put(ref, signed, signal);
    },
  };
  const onProgress = ({ phase, sentBytes }: Progress) => told.push([phase, sentBytes]);
  await submitPackage({
    ...sender,
    facts: FACTS,
    files: [fileOf("a.jpg", picture(sizeBytes))],
    onProgress,
    stations: [station],
  });
  own.close();
  const [, total = 0] = told.at(-1) ?? [];
  expect(total).toBeLessThan(2 * sizeBytes);
  expect(told).toEqual([
    ["sealing", 0],
    ["sending", 0],
    ["sending", 600],
    ["sending", 0],
    ["sending", total - 1],
    ["sending", total],
    ["sent", total],
  ]);
});
