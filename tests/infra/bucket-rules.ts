import { at, ofType, text, word, type Graph, type Resource, type Value } from "./graph.ts";
import { parsePolicy } from "./statements.ts";

const SHUT = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** What a bucket lacks of being private, encrypted, versioned and heard. */
export function bucketFaults(graph: Graph): string[] {
  const open = graph.resources.filter(({ type }) => /^aws:s3\/bucket(Acl|Website|Accelerate)/.test(type));
  return [
    ...open.map(({ type, name }) => `${type} ${name}`),
    ...ofType(graph, "aws:s3/bucket:Bucket").flatMap((bucket) => faultsOf(graph, bucket)),
  ];
}

function faultsOf(graph: Graph, { inputs }: Resource): string[] {
  const name = text(inputs, "bucket");
  const of = (kind: string) => beside(graph, kind, name);
  const wanted: readonly (readonly [string, boolean])[] = [
    ["public access is not blocked", SHUT.every((lock) => at(of("PublicAccessBlock"), lock) === true)],
    ["has access lists", at(of("OwnershipControls"), "rule.objectOwnership") === "BucketOwnerEnforced"],
    ["is not versioned", at(of("Versioning"), "versioningConfiguration.status") === "Enabled"],
    ["is not encrypted", isEncrypted(of("ServerSideEncryptionConfiguration"))],
    ["lets plain HTTP in", refusesPlainHTTP(of("Policy"), name)],
    ["is not logged", name.includes("-access-logs-") || of("Logging") !== undefined],
    ["lets foreign pages in", corsIsExact(of("CorsConfiguration"))],
  ];
  return wanted.filter(([, holds]) => !holds).map(([fault]) => `${name} ${fault}`);
}

/** The arguments of the one resource that configures `kind` of a bucket. */
function beside(graph: Graph, kind: string, bucket: string): Value | undefined {
  const type = `aws:s3/bucket${kind}:Bucket${kind}`;
  const found = ofType(graph, type).filter(({ inputs }) => at(inputs, "bucket") === bucket);
  if (found.length > 1) throw new Error(`${found.length} of ${type} for ${bucket}`);
  return found[0]?.inputs;
}

function isEncrypted(configuration: Value | undefined): boolean {
  const rule = at(configuration, "rules.0");
  const algorithm = at(rule, "applyServerSideEncryptionByDefault.sseAlgorithm");
  if (algorithm === "AES256") return true;
  const key = word(rule, "applyServerSideEncryptionByDefault.kmsMasterKeyId");
  return algorithm === "aws:kms" && key.includes(":key/") && at(rule, "bucketKeyEnabled") === true;
}

function refusesPlainHTTP(configuration: Value | undefined, bucket: string): boolean {
  const policy = at(configuration, "policy");
  if (typeof policy !== "string") return false;
  const arn = `arn:aws:s3:::${bucket}`;
  return parsePolicy(policy).some(
    ({ effect, principals, actions, resources, conditions }) =>
      effect === "Deny" &&
      principals.join() === "*" &&
      actions.join() === "s3:*" &&
      resources.join() === [arn, `${arn}/*`].join() &&
      conditions.join() === "Bool aws:SecureTransport false",
  );
}

function corsIsExact(configuration: Value | undefined): boolean {
  if (configuration === undefined) return true;
  const rules = at(configuration, "corsRules");
  if (!Array.isArray(rules)) return false;
  return rules.every((rule: Value) => !JSON.stringify(rule).includes("*"));
}
