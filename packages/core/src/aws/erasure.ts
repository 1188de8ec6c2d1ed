import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { unavailable } from "../kernel/index.ts";

/** Deletes object versions of one bucket for good. S3 answers for a version that is gone as for one that it deletes. */
export function createErasure(s3: S3Client, bucket: string) {
  return {
    async erase(version: { readonly objectKey: string; readonly versionID: string }): Promise<void> {
      const { objectKey: Key, versionID: VersionId } = version;
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId })).catch((error: unknown) => {
        throw unavailable(error);
      });
    },
  };
}
