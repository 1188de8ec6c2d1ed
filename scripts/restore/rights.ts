import { allow, document, type PolicyDocument } from "../../infra/policy/index.ts";

/**
 * What the role that AWS Backup restores under lacks for bringing documents back: it may read the copies, and use the
 * bucket's key through S3, already. To be given for as long as it takes, for nobody has it in the deployment.
 */
export function documentRights(recordTable: string, bucket: string): PolicyDocument {
  return document(
    allow({
      sid: "Records",
      actions: ["dynamodb:Scan", "dynamodb:UpdateItem"],
      resources: [`arn:aws:dynamodb:*:*:table/${recordTable}`],
    }),
    allow({
      sid: "Bucket",
      // Without this S3 answers for a version that is gone as for one that must not be read.
      actions: ["s3:ListBucket"],
      resources: [`arn:aws:s3:::${bucket}`],
    }),
    allow({
      sid: "Documents",
      actions: [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:PutObjectVersionTagging",
        "s3:AbortMultipartUpload",
      ],
      resources: [`arn:aws:s3:::${bucket}/*`],
    }),
  );
}
