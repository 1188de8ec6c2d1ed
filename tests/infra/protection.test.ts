import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DEPLOYED_FUNCTIONS, functionDefinition, portalHeaders } from "../../infra/policy/index.ts";
import { ROOT } from "../../scripts/bundle.ts";
import { bucketFaults } from "./bucket-rules.ts";
import { describeStages } from "./each-stage.ts";
import { at, ofType, one, text, word, type Graph, type Value } from "./graph.ts";
import { keepingFaults } from "./keeping-rules.ts";
import { title } from "./stage-names.ts";
import { secretFaults, unfinishedFaults, wordFaults } from "./word-rules.ts";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

/** The headers that CloudFront would add to a file, by the policy of that name. */
function headersOf(graph: Graph, policy: string): Record<string, string> {
  const { inputs } = one(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", policy);
  const own = at(inputs, "securityHeadersConfig");
  const transport = at(own, "strictTransportSecurity");
  const custom = at(inputs, "customHeadersConfig.items") as readonly { header: string; value: string }[];
  return {
    ...Object.fromEntries(custom.map(({ header, value }) => [header, value])),
    "Content-Security-Policy": word(own, "contentSecurityPolicy.contentSecurityPolicy"),
    "Strict-Transport-Security": [
      `max-age=${word(transport, "accessControlMaxAgeSec")}`,
      ...(at(transport, "includeSubdomains") === true ? ["includeSubDomains"] : []),
      ...(at(transport, "preload") === true ? ["preload"] : []),
    ].join("; "),
    "Referrer-Policy": word(own, "referrerPolicy.referrerPolicy"),
    ...(at(own, "contentTypeOptions.override") === true ? { "X-Content-Type-Options": "nosniff" } : {}),
  };
}

describeStages("data at rest", (graph) => {
  it("lies in private, encrypted, versioned, logged buckets that refuse plain HTTP", () => {
    expect(bucketFaults(graph)).toEqual([]);
  });

  it("is asked for only into a bucket of logs that is there and lets S3 in", () => {
    const { urn } = one(graph, "aws:s3/bucketPolicy:BucketPolicy", "AccessLogBucketPolicy");
    const loggings = ofType(graph, "aws:s3/bucketLogging:BucketLogging");
    expect(loggings.map(({ dependencies }) => dependencies.includes(urn))).toEqual(loggings.map(() => true));
  });

  it("is kept as long as its stage asks, and survives a mistake in production", () => {
    expect(keepingFaults(graph)).toEqual([]);
  });

  it("lies in tables under a key of ours, recoverable for 35 days, all but the rate counters", () => {
    for (const { name, inputs } of ofType(graph, "aws:dynamodb/table:Table")) {
      const isCounter = name === "LimitTable";
      expect(at(inputs, "serverSideEncryption")).toEqual({
        enabled: true,
        kmsKeyArn: `arn:aws:kms:${graph.region}:${graph.account}:key/TablesKey`,
      });
      expect(at(inputs, "pointInTimeRecovery")).toEqual(
        isCounter ? { enabled: false } : { enabled: true, recoveryPeriodInDays: 35 },
      );
    }
  });

  it("is aborted when its upload stays unfinished for a week, and listed daily", () => {
    const { inputs } = one(
      graph,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "DocumentBucketLifecycle",
    );
    expect(at(inputs, "rules.0.abortIncompleteMultipartUpload.daysAfterInitiation")).toBe(7);
    expect(at(one(graph, "aws:s3/inventory:Inventory").inputs, "schedule.frequency")).toBe("Daily");
  });
});

describeStages("the edge", (graph) => {
  const bucketHost = `${graph.app.name}-${graph.app.stage}-documents-${graph.account}.s3.${graph.region}.amazonaws.com`;
  const behaviours = () => {
    const { inputs } = one(graph, DISTRIBUTION);
    return [at(inputs, "defaultCacheBehavior"), ...(at(inputs, "orderedCacheBehaviors") as readonly Value[])];
  };

  it("speaks nothing but HTTPS, of TLS 1.2 or newer wherever the domain is our own", () => {
    const { inputs } = one(graph, DISTRIBUTION);
    const isOwn = graph.app.stage === "production";
    expect(at(inputs, "viewerCertificate.minimumProtocolVersion")).toBe(isOwn ? "TLSv1.2_2021" : undefined);
    expect(behaviours().map((behaviour) => at(behaviour, "viewerProtocolPolicy"))).toEqual(
      behaviours().map(() => "https-only"),
    );
    expect(at(inputs, "origins.1.customOriginConfig")).toMatchObject({
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
    });
  });

  it("stands behind the firewall, which limits calls and samples none", () => {
    expect(graph.region).toBe("us-east-1");
    const { inputs } = one(graph, "aws:wafv2/webAcl:WebAcl");
    expect(at(one(graph, DISTRIBUTION).inputs, "webAclId")).toContain(":wafv2:");
    expect(JSON.stringify(inputs)).not.toContain('"sampledRequestsEnabled":true');
    expect((at(inputs, "rules") as readonly Value[]).map((rule) => at(rule, "name"))).toEqual([
      "calls",
      "sign-in",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
    ]);
  });

  it("tells functions the secret that they ask for", () => {
    const { inputs } = one(graph, DISTRIBUTION);
    const secret = text(inputs, "origins.1.customHeaders.0.value");
    expect(text(inputs, "origins.1.customHeaders.0.name")).toBe("postern-origin-secret");
    for (const name of DEPLOYED_FUNCTIONS.filter((one) => functionDefinition(one).path !== undefined)) {
      const { inputs: deployed } = one(graph, "aws:lambda/function:Function", `${title(name)}Function`);
      expect(at(deployed, "environment.variables.ORIGIN_SECRET")).toBe(secret);
    }
    expect(
      new Set(
        ofType(graph, "random:index/randomBytes:RandomBytes").map(({ inputs: of }) => at(of, "length")),
      ),
    ).toEqual(new Set([32]));
  });

  it.each([
    ["PagesHeaders", "/"],
    ["PagesHeaders", "/assets/index-a1b2c3d4.js"],
    ["ViewerHeaders", "/assets/viewer-worker-a1b2c3d4.js"],
    ["ViewerHeaders", "/assets/preparing-worker-a1b2c3d4.js"],
  ])("adds with %s the headers of %s", (policy, path) => {
    const { "Cache-Control": cached, ...wanted } = portalHeaders({ bucketHost })(path);
    expect(headersOf(graph, policy)).toEqual(wanted);
    const file = path === "/" ? "index.html" : path.slice(1);
    const { inputs } = one(graph, "aws:s3/bucketObjectv2:BucketObjectv2", `PortalFile ${file}`);
    expect(at(inputs, "cacheControl")).toBe(cached);
  });

  it("caches no answer of the API and sends it cookies, the address and our header", () => {
    const api = behaviours()[1];
    expect([at(api, "pathPattern"), at(api, "cachePolicyId")]).toEqual([
      "/api/*",
      "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    ]);
    const { inputs } = one(graph, "aws:cloudfront/originRequestPolicy:OriginRequestPolicy");
    expect(at(inputs, "headersConfig.headers.items")).toEqual([
      "Origin",
      "User-Agent",
      "Postern-Clinic",
      "CloudFront-Viewer-Address",
    ]);
    expect(at(one(graph, "aws:apigatewayv2/api:Api").inputs, "corsConfiguration")).toBeUndefined();
  });
});

describeStages("sign-in", (graph) => {
  it("asks everyone for a second factor, lets nobody in by himself, and has no flow with redirects", () => {
    expect(one(graph, "aws:cognito/userPool:UserPool").inputs).toMatchObject({
      userPoolTier: "ESSENTIALS",
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      webAuthnConfiguration: { userVerification: "required" },
      passwordPolicy: { minimumLength: 12 },
    });
    const { inputs } = one(graph, "aws:cognito/userPoolClient:UserPoolClient");
    expect(inputs).toMatchObject({
      explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
      allowedOauthFlowsUserPoolClient: false,
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      authSessionValidity: 15,
      accessTokenValidity: 5,
    });
    expect([at(inputs, "allowedOauthFlows"), at(inputs, "callbackUrls")]).toEqual([undefined, undefined]);
  });
});

describeStages("the functions", (graph) => {
  it.each(DEPLOYED_FUNCTIONS)("%s has code, a bundle, a handler, a log group and its own role", (name) => {
    const { inputs } = one(graph, "aws:lambda/function:Function", `${title(name)}Function`);
    expect(existsSync(join(ROOT, functionDefinition(name).entry))).toBe(true);
    expect(at(inputs, "code")).toEqual({
      archive: { [`${name}.mjs`]: { file: `dist/functions/${name}.mjs` } },
    });
    const own = `${graph.app.name}-${graph.app.stage}-${name}`;
    expect(inputs).toMatchObject({
      handler: `${name}.handler`,
      role: `arn:aws:iam::${graph.account}:role/${own}`,
      loggingConfig: { logGroup: `/aws/lambda/${own}` },
    });
  });

  it("are fed by the queues, message by message, or called by the API or the clock alone", () => {
    const sources = ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping");
    expect(sources.map(({ name }) => name).sort()).toEqual([
      "IngestFromIngest",
      "IngestFromSettle",
      "SweepFromSweep",
    ]);
    for (const { inputs } of sources) {
      expect(at(inputs, "functionResponseTypes")).toEqual(["ReportBatchItemFailures"]);
      // A burst of uploads must leave room among the account's runs for those who answer people.
      expect(at(inputs, "scalingConfig.maximumConcurrency")).toBe(20);
    }
    const isClock = ({ name }: { readonly name: string }) => name.endsWith("SchedulePermission");
    const callers = ofType(graph, "aws:lambda/permission:Permission");
    for (const { inputs } of callers.filter(isClock)) {
      expect(text(inputs, "principal")).toBe("events.amazonaws.com");
      expect(text(inputs, "sourceArn")).toMatch(/[/:][\w-]+-tick$/);
    }
    for (const { inputs } of callers.filter((caller) => !isClock(caller))) {
      expect(text(inputs, "principal")).toBe("apigateway.amazonaws.com");
      expect(text(inputs, "sourceArn")).toMatch(/^arn:aws:execute-api:.+\/api\/\w+\/\{proxy\+\}$/);
    }
    expect(ofType(graph, "aws:lambda/functionUrl:FunctionUrl")).toEqual([]);
  });

  it("are called by the clock as often as on a laptop, and not again when a run failed", () => {
    const scheduled = DEPLOYED_FUNCTIONS.filter((name) => functionDefinition(name).schedule !== undefined);
    expect(scheduled).toEqual(["tick"]);
    const rule = one(graph, "aws:cloudwatch/eventRule:EventRule", "TickSchedule");
    expect(at(rule.inputs, "scheduleExpression")).toBe("rate(1 minute)");
    const target = one(graph, "aws:cloudwatch/eventTarget:EventTarget", "TickScheduleTarget");
    expect(text(target.inputs, "rule")).toBe(text(rule.inputs, "name"));
    expect(text(target.inputs, "arn")).toMatch(/:function:[\w-]+-tick$/);
    const retries = one(graph, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
    expect(at(retries.inputs, "maximumRetryAttempts")).toBe(0);
  });

  it("have alarms for errors and throttling, and the queues for what waits and what is dead", () => {
    const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
    const names = alarms.map(({ name }) => name);
    const wanted = DEPLOYED_FUNCTIONS.flatMap((name) =>
      ["Errors", "Throttles", "Failures"].map((what) => title(name) + what),
    );
    const queues = ["Ingest", "Settle", "Sweep"].flatMap((queue) => [
      `${queue}Waiting`,
      `${queue}DeadNotEmpty`,
    ]);
    const others = [
      "TickSilent",
      "FailedSignIns",
      "UnusualReading",
      "APIFailures",
      "PortalFailures",
      "BackupFailures",
    ];
    expect(names).toEqual(
      expect.arrayContaining([...wanted, ...queues, ...others].map((name) => `${name}Alarm`)),
    );
    const topic = `arn:aws:sns:${graph.region}:${graph.account}:${graph.app.name}-${graph.app.stage}-alarms`;
    expect(alarms.filter(({ inputs }) => at(inputs, "alarmActions.0") !== topic)).toEqual([]);
    expect(at(one(graph, "aws:sns/topic:Topic").inputs, "kmsMasterKeyId")).toContain(":key/MonitoringKey");
  });
});

describeStages("the trail", (graph) => {
  it("hears of every call on documents and rows, and of every administrator", () => {
    const { inputs } = one(graph, "aws:cloudtrail/trail:Trail");
    expect(inputs).toMatchObject({ enableLogFileValidation: true, isMultiRegionTrail: true });
    const selectors = at(inputs, "advancedEventSelectors") as readonly Value[];
    expect(selectors.map((selector) => at(selector, "name"))).toEqual([
      "Management",
      "AWS::S3::Object",
      "AWS::DynamoDB::Table",
    ]);
    const policy = one(graph, "aws:s3/bucketPolicy:BucketPolicy", "TrailBucketPolicy");
    expect(one(graph, "aws:cloudtrail/trail:Trail").dependencies).toContain(policy.urn);
    // KMS's calls are management events, and none of those is left out.
    expect(at(selectors[0], "fieldSelectors")).toEqual([{ field: "eventCategory", equals: ["Management"] }]);
  });
});

describeStages("words", (graph) => {
  it("in names, tags and variables say nothing of a person", () => {
    expect(wordFaults(graph)).toEqual([]);
  });

  it("are all finished", () => {
    expect(unfinishedFaults(graph)).toEqual([]);
  });

  it("that are secret lie under a key of ours", () => {
    expect(secretFaults(graph)).toEqual([]);
  });
});
