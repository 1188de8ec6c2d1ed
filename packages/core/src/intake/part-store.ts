import type { AttemptID } from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Item, Reader, Write } from "../kernel/index.ts";
import { put, update } from "../kernel/index.ts";
import { emptyBlock, type DigestBlock } from "./digest.ts";
import { DigestRow } from "./entities.ts";
import type { SubmissionKey } from "./store.ts";

/** Attempts follow from message ids, so that whatever has the same message id meets the same digests. */
type AttemptKey = SubmissionKey & { readonly attemptID: AttemptID };

const prefix = ({ attemptID }: AttemptKey) => `dig#${attemptID}#`;
const rowKey = (key: AttemptKey, block: number) => ({
  pk: keys.submission(key.clinicID, key.submissionID),
  sk: `${prefix(key)}${String(block).padStart(3, "0")}`,
});

const asBlock = (item: Item): DigestBlock => ({
  digests: Uint8Array.from(item["digests"] as Uint8Array),
  filled: Uint8Array.from(item["filled"] as Uint8Array),
  version: item["version"] as number,
});

export async function findBlock(reader: Reader, key: AttemptKey, block: number): Promise<DigestBlock> {
  const item = await reader.get(DigestRow.get(rowKey(key, block)).params());
  return item === undefined ? emptyBlock() : asBlock(item);
}

/** All blocks of an attempt, in order. */
export async function findBlocks(reader: Reader, key: AttemptKey): Promise<readonly DigestBlock[]> {
  const { pk } = rowKey(key, 0);
  const { items } = await reader.query(
    DigestRow.query
      .primary({ pk })
      .begins({ sk: prefix(key) })
      .params(),
  );
  return items.map(asBlock);
}

/** Writes a block over the version that was read. */
export function describeBlock(
  key: AttemptKey,
  block: number,
  { digests, filled, version }: DigestBlock,
): Write {
  const row = rowKey(key, block);
  if (version === 0) {
    return put(DigestRow.create({ ...row, clinicID: key.clinicID, digests, filled, version: 1 }).params());
  }
  const described = DigestRow.patch(row)
    .set({ digests, filled, version: version + 1 })
    .where((block, { eq }) => eq(block.version, version));
  return update(described.params());
}
