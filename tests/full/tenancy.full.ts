import { expect, it } from "vitest";
import { interleave } from "../security/tenancy/interleaved.ts";
import { startWorld } from "../support/world.ts";

const CALLS = 10_000;

it(`${CALLS} calls of two clinics on the same warm workers are answered to each with its own`, async () => {
  const world = await startWorld();
  try {
    expect(await interleave(world, CALLS)).toEqual({ answered: CALLS, bled: [] });
  } finally {
    await world.close();
  }
}, 900_000);
