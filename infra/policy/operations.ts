import { allow, deny, document, type PolicyDocument } from "./document.ts";
import type { Names } from "./names.ts";

/** The alarms of this account may publish, over TLS. */
export function alarmTopicPolicy(names: Names, topicARN: string): PolicyDocument {
  return document(
    deny({
      sid: "DenyPlainHTTP",
      principal: "*",
      actions: ["sns:Publish"],
      resources: [topicARN],
      condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
    allow({
      sid: "Alarms",
      principal: { Service: "cloudwatch.amazonaws.com" },
      actions: ["sns:Publish"],
      resources: [topicARN],
      condition: {
        StringEquals: { "aws:SourceAccount": names.account },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${names.region}:${names.account}:alarm:*` },
      },
    }),
  );
}
