import { expect, it } from "vitest";
import { startWorld } from "../../support/world.ts";
import { interleave } from "./interleaved.ts";

/** `tests/full/tenancy.full.ts` makes 10,000. */
const CALLS = 2000;

it(`${CALLS} calls of two clinics on the same warm workers are answered to each with its own`, async () => {
  const world = await startWorld();
  try {
    expect(await interleave(world, CALLS)).toEqual({ answered: CALLS, bled: [] });
  } finally {
    await world.close();
  }
}, 180_000);
