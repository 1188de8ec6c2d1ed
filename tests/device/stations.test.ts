import { afterEach, beforeEach, expect, it } from "vitest";
import { connectStation, createStation, fromBlob, serveStation, submitPackage } from "@postern/client";
import { FACTS } from "./fake-clinic.ts";
import { openStored, picture, startSender, type Sender } from "./sender.ts";

const MIB = 1024 * 1024;

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
});
afterEach(() => sender.clinic.server.close());

it("64 MiB go through two stations, one of them behind a port, and come back as they were", async () => {
  const { port1, port2 } = new MessageChannel();
  const used = [0, 0];
  const counting = (own: 0 | 1) => {
    const station = createStation({ slots: 2 });
    return {
      ...station,
      seal: (...call: Parameters<typeof station.seal>) => {
        used[own] = (used[own] ?? 0) + 1;
        return station.seal(...call);
      },
    };
  };
  serveStation(port2, counting(1));
  const stations = [counting(0), connectStation(port1, { slots: 2 })];
  const bytes = picture(64 * MIB);
  const file = fromBlob(new File([bytes], "large.jpg"));
  try {
    await submitPackage({ ...sender, facts: FACTS, files: [file], stations });
  } finally {
    for (const station of stations) station.close();
  }
  const { documents } = await openStored(sender.clinic);
  expect(Buffer.compare(documents[0] ?? Buffer.alloc(0), bytes)).toBe(0);
  // Eight parts of it, and the list.
  expect(used[0]! + used[1]!).toBe(9);
  expect(Math.min(...used)).toBeGreaterThan(1);
}, 60_000);
