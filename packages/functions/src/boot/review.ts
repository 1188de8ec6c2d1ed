import { connectBucket, createDownloads, perTenant } from "@postern/core/aws";
import { createCursors } from "@postern/core/kernel";
import type { LookDeps, ReadingDeps } from "@postern/core/reading";
import type { TaskDeps } from "@postern/core/task";
import { identifier } from "../http/identify.ts";
import { ReviewEnvironment, readEnvironment, secretBytes } from "./environment.ts";
import { fieldsOf } from "./fields.ts";
import { addressHasher, edgeOptions, ground } from "./http.ts";

export function bootReview() {
  const environment = readEnvironment(ReviewEnvironment);
  const stand = ground(environment);
  const cursors = createCursors(secretBytes(environment.CURSOR_SECRET));
  const fields = fieldsOf();
  const downloads = perTenant(({ credentials }) =>
    createDownloads({
      s3: connectBucket(credentials),
      credentials,
      bucket: environment.DOCUMENTS_BUCKET,
      clock: stand.clock,
    }),
  );
  const identify = identifier<TaskDeps & ReadingDeps & LookDeps>({
    stand,
    hash: addressHasher(environment.HASH_SECRET),
    depsOf: (tenant) => ({
      reader: tenant.database,
      cursors,
      fields: fields(tenant),
      downloads: downloads(tenant),
    }),
  });
  return { edge: edgeOptions(environment, stand), identify };
}
