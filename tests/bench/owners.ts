/** Bytes, by whom they belong to. */
export type Owners = Readonly<Record<string, number>>;

/** Chromium's allocators, and what of ours lies in them. */
const NAMES = {
  "partition_alloc/partitions/array_buffer": "buffers: parts, reads, results",
  malloc: "malloc: WebCrypto's copies",
  v8: "JavaScript's heap",
  blink_gc: "the DOM's heap: streams, promises, messages",
} as const satisfies Readonly<Record<string, string>>;

interface Dump {
  readonly pid: number;
  readonly args?: {
    readonly dumps?: {
      readonly allocators?: Readonly<
        Record<string, { readonly attrs?: { readonly size?: { readonly value?: string } } }>
      >;
    };
  };
}

/** Adds up one dump of the memory of these processes. @param events of Chromium's trace format */
export function ownersIn(events: readonly unknown[], pids: readonly number[]): Owners {
  const own = (events as readonly Dump[]).filter(({ pid }) => pids.includes(pid));
  const sizes = Object.entries(NAMES).map(([allocator, name]) => {
    const bytes = own.map(({ args }) =>
      Number.parseInt(args?.dumps?.allocators?.[allocator]?.attrs?.size?.value ?? "0", 16),
    );
    return [name, bytes.reduce((sum, each) => sum + each, 0)] as const;
  });
  return Object.fromEntries(sizes);
}
