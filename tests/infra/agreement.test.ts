import { expect, it } from "vitest";
import { INPUT } from "../../infra/policy/example.ts";
import { DEPLOYED_FUNCTIONS, deployment, KEY_NAMES, QUEUE_NAMES } from "../../infra/policy/index.ts";
import { deployedPolicies, disagreements, judgedPolicies } from "./agreement.ts";
import { describeStages } from "./each-stage.ts";
import { at, ofType, one, text, word } from "./graph.ts";
import { localDeployment } from "./local-deployment.ts";
import { tableArguments, title } from "./stage-names.ts";

describeStages("what AWS is given is what a laptop's cloud judges by", (graph) => {
  const local = () => localDeployment(graph);

  it("has the same rights and trust of the same roles, and the same policies of keys, buckets and queues", () => {
    const deployed = deployedPolicies(graph);
    expect(Object.fromEntries(deployed)).toEqual(Object.fromEntries(judgedPolicies(graph)));
    expect(deployed.size).toBe(4 * DEPLOYED_FUNCTIONS.length + KEY_NAMES.length + 2 + 3);
    expect(disagreements(graph)).toEqual([]);
  });

  it.each(KEY_NAMES)("makes key %s as it is described", (key) => {
    const { inputs } = one(graph, "aws:kms/key:Key", `${title(key)}Key`);
    const { options } = local();
    const { usage, spec, multiRegion, rotated } = deployment(INPUT).keys[key];
    expect(usage).toBe(options.keys[key]?.usage);
    expect(inputs).toMatchObject({
      keyUsage: usage,
      customerMasterKeySpec: spec,
      multiRegion,
      enableKeyRotation: rotated,
    });
  });

  it.each(["documentBucket", "auditBucket"] as const)("encrypts %s with the same key", (which) => {
    const { options, names } = local();
    const { name } = names[which];
    const encryption = ofType(
      graph,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    ).find(({ inputs }) => at(inputs, "bucket") === name);
    expect(word(encryption?.inputs, "rules.0.applyServerSideEncryptionByDefault.kmsMasterKeyId")).toBe(
      names.keyARNs[options.buckets[name]?.kmsKey === "storage" ? "storage" : "archive"],
    );
  });

  it("lets the same pages call the document bucket, with the same methods and headers", () => {
    const { options, names } = local();
    const { inputs } = one(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration");
    const cors = options.buckets[names.documentBucket.name]?.cors;
    expect(text(inputs, "bucket")).toBe(names.documentBucket.name);
    expect(cors?.methods).toEqual(["GET", "PUT"]);
    expect(at(inputs, "corsRules")).toEqual([
      {
        allowedOrigins: cors?.origins,
        allowedMethods: cors?.methods,
        allowedHeaders: cors?.headers,
        exposeHeaders: cors?.exposed,
        maxAgeSeconds: 3600,
      },
    ]);
  });

  it("tells the same queue of each document", () => {
    const { options, names } = local();
    const { inputs } = one(graph, "aws:s3/bucketNotification:BucketNotification");
    const { arn, name } = names.queues.ingest;
    expect(options.buckets[names.documentBucket.name]?.notifyQueue).toBe(name);
    expect(at(inputs, "queues")).toEqual([{ id: "arrived", queueArn: arn, events: ["s3:ObjectCreated:*"] }]);
  });

  it.each(QUEUE_NAMES)("gives up on messages of queue %s at the same time", (queue) => {
    const { options, names } = local();
    const { name } = names.queues[queue];
    const { deadLetterQueue, maxReceiveCount } = options.queues[name] ?? {};
    const { inputs } = one(graph, "aws:sqs/queue:Queue", `${title(queue)}Queue`);
    expect([at(inputs, "name"), at(inputs, "sqsManagedSseEnabled")]).toEqual([name, true]);
    const redrive = ofType(graph, "aws:sqs/redrivePolicy:RedrivePolicy").filter(
      (resource) => resource.name === `${title(queue)}QueueRedrive`,
    );
    expect(redrive.map(({ inputs: of }) => JSON.parse(text(of, "redrivePolicy")) as unknown)).toEqual(
      deadLetterQueue === undefined
        ? []
        : [
            {
              deadLetterTargetArn: `arn:aws:sqs:${graph.region}:${graph.account}:${deadLetterQueue}`,
              maxReceiveCount,
            },
          ],
    );
  });

  it("has the same tables, keys, indexes and streams", () => {
    const deployed = ofType(graph, "aws:dynamodb/table:Table").map(({ inputs }) => tableArguments(inputs));
    const byName = (a: { TableName?: unknown }, b: { TableName?: unknown }) =>
      String(a.TableName).localeCompare(String(b.TableName));
    expect(deployed.sort(byName)).toEqual([...local().options.tables].sort(byName));
  });

  it.each(DEPLOYED_FUNCTIONS)("function %s has the same variables", (name) => {
    const { inputs } = one(graph, "aws:lambda/function:Function", `${title(name)}Function`);
    const deployed = at(inputs, "environment.variables") as Record<string, string>;
    // The laptop says where its pool's keys are and keeps the SDK quiet; the secrets are each deployment's own.
    const { JWKS_URL, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED, ...wanted } =
      local().variables[name] ?? {};
    expect(Object.keys(deployed).sort()).toEqual(Object.keys(wanted).sort());
    const own = Object.keys(wanted).filter((variable) => /_SECRET$|^USER_POOL_CLIENT_ID$/.test(variable));
    const without = (values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).filter(([variable]) => !own.includes(variable)));
    expect(without(deployed)).toEqual(without(wanted));
    expect([JWKS_URL !== undefined, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED]).toEqual([
      name === "auth",
      "true",
    ]);
  });
});
