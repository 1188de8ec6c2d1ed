import { Problem } from "../kernel/index.ts";

/** Digests of parts are kept in fixed blocks of so many part numbers. */
export const BLOCK_PARTS = 100;
const DIGEST_BYTES = 32;

/** One block: 32 bytes a slot, and a bitmap of the slots that are filled. */
export interface DigestBlock {
  readonly digests: Uint8Array<ArrayBuffer>;
  readonly filled: Uint8Array<ArrayBuffer>;
  /** 0 before the block is first written. */
  readonly version: number;
}

export interface PartDigest {
  readonly partNumber: number;
  readonly sha256: Uint8Array;
}

export const blockOf = (partNumber: number): number => Math.floor((partNumber - 1) / BLOCK_PARTS);

export const emptyBlock = (): DigestBlock => ({
  digests: new Uint8Array(BLOCK_PARTS * DIGEST_BYTES),
  filled: new Uint8Array(Math.ceil(BLOCK_PARTS / 8)),
  version: 0,
});

const isFilled = (block: DigestBlock, slot: number) =>
  ((block.filled[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0;

/**
 * The nonce rule: a slot is written once, before its URL is signed. The same digest again is a repeat.
 *
 * @returns the block with the digests in it, or null when they were all there
 * @throws Problem `conflict` when a slot holds another digest: the file changed, and the document must start again
 */
export function recordDigests(block: DigestBlock, parts: readonly PartDigest[]): DigestBlock | null {
  const next = { ...block, digests: block.digests.slice(), filled: block.filled.slice() };
  let changed = false;
  for (const { partNumber, sha256 } of parts) {
    const slot = (partNumber - 1) % BLOCK_PARTS;
    const at = slot * DIGEST_BYTES;
    if (isFilled(next, slot)) {
      if (Buffer.compare(next.digests.subarray(at, at + DIGEST_BYTES), sha256) !== 0) throw changedFile();
      continue;
    }
    next.digests.set(sha256, at);
    next.filled[slot >> 3] = (next.filled[slot >> 3] ?? 0) | (1 << (slot & 7));
    changed = true;
  }
  return changed ? next : null;
}

const changedFile = () =>
  new Problem(
    "conflict",
    "changed-file",
    "This file changed while it was sent. It must be sent again from the start.",
  );

/** The filled slots of a block, by their part numbers. */
export function partsIn(block: DigestBlock, number: number): PartDigest[] {
  const slots = Array.from({ length: BLOCK_PARTS }, (_, slot) => slot).filter((slot) =>
    isFilled(block, slot),
  );
  return slots.map((slot) => ({
    partNumber: number * BLOCK_PARTS + slot + 1,
    sha256: block.digests.subarray(slot * DIGEST_BYTES, (slot + 1) * DIGEST_BYTES),
  }));
}

/** The digests of parts 1 to n in order; null when there is a gap or nothing at all. */
export function digestList(blocks: readonly DigestBlock[]): readonly Uint8Array<ArrayBuffer>[] | null {
  const list: Uint8Array<ArrayBuffer>[] = [];
  let ended = false;
  for (const block of blocks) {
    for (let slot = 0; slot < BLOCK_PARTS; slot++) {
      if (!isFilled(block, slot)) ended = true;
      else if (ended) return null;
      else list.push(block.digests.slice(slot * DIGEST_BYTES, (slot + 1) * DIGEST_BYTES));
    }
  }
  return list.length === 0 ? null : list;
}
