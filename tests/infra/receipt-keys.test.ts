import { RECEIPT_KEYS_PATH as ASKED_PATH } from "@postern/contract";
import { parseReceiptKeys } from "@postern/client";
import { expect, it } from "vitest";
import { RECEIPT_KEYS_PATH, portalHeaders, receiptKeysFile } from "../../infra/policy/index.ts";
import { describeStages } from "./each-stage.ts";
import { at, one, text } from "./graph.ts";

describeStages("the public key of receipts", (graph) => {
  it("is a file of the portal, made from the key that functions sign with, and asked for anew each time", () => {
    const { inputs } = one(graph, "aws:s3/bucketObjectv2:BucketObjectv2", "PortalFile receipt-keys.json");
    const { inputs: ingest } = one(graph, "aws:lambda/function:Function", "IngestFunction");
    const keyARN = text(ingest, "environment.variables.RECEIPTS_KEY_ARN");
    expect(at(inputs, "key")).toBe("receipt-keys.json");
    expect(at(inputs, "content")).toBe(receiptKeysFile(keyARN, "a public key"));
    expect(at(inputs, "contentType")).toBe("application/json");
    const headers = portalHeaders({ bucketHost: "bucket.example.org" })(RECEIPT_KEYS_PATH);
    expect(at(inputs, "cacheControl")).toBe(headers["Cache-Control"]);
    expect(headers["Cache-Control"]).toBe("no-cache");
  });
});

it("the published file is where and what the portal's page reads", () => {
  const publicKey = Buffer.alloc(91, 1).toString("base64");
  const keyARN = "arn:aws:kms:us-east-1:123456789012:key/mrk-1a";
  expect(RECEIPT_KEYS_PATH).toBe(ASKED_PATH);
  expect(parseReceiptKeys(receiptKeysFile(keyARN, publicKey))).toEqual([{ keyID: "mrk-1a", publicKey }]);
});
