import { expect, test } from "vitest";
import { createBuffers } from "./buffers.ts";

const MIB = 1024 * 1024;

test("gives the same memory for a part and for a file's first and last, which are a little larger", () => {
  const buffers = createBuffers();
  const sizes = [8 * MIB + 1024, 8 * MIB + 1036, 8 * MIB + 1800, 5];
  const given = sizes.map((size) => {
    const view = buffers.take(size);
    buffers.giveBack(view);
    return view;
  });
  expect(given.map(({ length }) => length)).toEqual(sizes);
  expect(new Set(given.map(({ buffer }) => buffer)).size).toBe(1);
});

test("never gives the same memory to two at once, nor any that was given away", () => {
  const buffers = createBuffers();
  const [one, other] = [buffers.take(10), buffers.take(10)];
  expect(one.buffer).not.toBe(other.buffer);
  structuredClone(null, { transfer: [one.buffer] });
  buffers.giveBack(one);
  expect(buffers.take(10)).toHaveLength(10);
});
