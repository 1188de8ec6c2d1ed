import { expect, test } from "vitest";
import { ownersIn } from "./owners.ts";

test("adds up what the page's own processes say of their memory", () => {
  const dump = (pid: number, allocators: Readonly<Record<string, string>>) => ({
    pid,
    args: {
      dumps: {
        allocators: Object.fromEntries(
          Object.entries(allocators).map(([name, value]) => [name, { attrs: { size: { value } } }]),
        ),
      },
    },
  });
  const events = [
    dump(1, { malloc: "10", "partition_alloc/partitions/array_buffer": "ff" }),
    dump(2, { malloc: "1" }),
    dump(3, { malloc: "400" }),
    { pid: 1, name: "thread_name" },
  ];
  const owners = ownersIn(events, [1, 2]);
  expect(owners["malloc: WebCrypto's copies"]).toBe(17);
  expect(owners["buffers: parts, reads, results"]).toBe(255);
  expect(owners["JavaScript's heap"]).toBe(0);
});
