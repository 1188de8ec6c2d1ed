/** What the made-up cloud answers: ids and ARNs of the right shape, and nothing of AWS's judgement. */
export interface MadeUpCloud {
  readonly region: string;
  readonly account: string;
}

type Inputs = Readonly<Record<string, unknown>>;

const RESOURCE_NAMES: Readonly<Record<string, string>> = {
  "aws:cognito/userPool:UserPool": "userpool/",
  "aws:dynamodb/table:Table": "table/",
  "aws:kms/key:Key": "key/",
  "aws:lambda/function:Function": "function:",
  "aws:cloudwatch/logGroup:LogGroup": "log-group:",
  "aws:backup/vault:Vault": "backup-vault:",
};

/** The id, and the attributes that AWS would have added, of a resource that is asked for. */
export function made(
  { region, account }: MadeUpCloud,
  { type, name, inputs }: { readonly type: string; readonly name: string; readonly inputs: Inputs },
): { readonly id: string; readonly state: Inputs } {
  const own = typeof inputs["name"] === "string" ? inputs["name"] : name;
  const service = type.split(":")[1]?.split("/")[0] ?? "none";
  const where = typeof inputs["region"] === "string" ? inputs["region"] : region;
  const arn = (rest: string, of = service) => `arn:aws:${of}:${where}:${account}:${rest}`;
  const id = `${name}-id`;
  const state = { name: own, arn: arn(`${RESOURCE_NAMES[type] ?? ""}${own}`), ...inputs };
  switch (type) {
    case "aws:s3/bucket:Bucket":
      return {
        id: String(inputs["bucket"]),
        state: { ...state, arn: `arn:aws:s3:::${String(inputs["bucket"])}` },
      };
    case "aws:iam/role:Role":
      return { id: own, state: { ...state, arn: `arn:aws:iam::${account}:role/${own}` } };
    case "aws:sqs/queue:Queue":
      return { id, state: { ...state, url: `https://sqs.${region}.amazonaws.com/${account}/${own}` } };
    case "aws:kms/key:Key":
      return { id, state: { ...state, arn: arn(`key/${name}`), keyId: name } };
    case "aws:cognito/userPool:UserPool": {
      const pool = `${region}_${name}`;
      return { id: pool, state: { ...state, arn: arn(`userpool/${pool}`, "cognito-idp") } };
    }
    case "aws:lambda/function:Function": {
      const path = `path/2015-03-31/functions/${state.arn}/invocations`;
      return { id: own, state: { ...state, invokeArn: `arn:aws:apigateway:${region}:lambda:${path}` } };
    }
    case "aws:apigatewayv2/api:Api":
      return {
        id,
        state: {
          ...state,
          executionArn: arn("api1", "execute-api"),
          apiEndpoint: `https://api1.execute-api.${region}.amazonaws.com`,
        },
      };
    case "aws:cloudfront/distribution:Distribution":
      return {
        id,
        state: {
          ...state,
          arn: `arn:aws:cloudfront::${account}:distribution/${name}`,
          domainName: "d1.cloudfront.net",
          hostedZoneId: "Z2FDTNDATAQYW2",
        },
      };
    case "aws:acm/certificate:Certificate": {
      const proof = {
        resourceRecordName: "_proof.example.org",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_proof.acm.example",
      };
      return { id, state: { ...state, domainValidationOptions: [proof] } };
    }
    case "random:index/randomBytes:RandomBytes":
      return { id, state: { ...state, hex: Buffer.alloc(32, name).toString("hex") } };
    default:
      return { id, state };
  }
}

/** Answers what a program asks before it makes anything. @throws Error for a question that is not foreseen */
export function answer({ region, account }: MadeUpCloud, token: string): Inputs {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { id: region, name: region, region };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { id: account, accountId: account, arn: `arn:aws:iam::${account}:root`, userId: "nobody" };
    case "aws:kms/getPublicKey:getPublicKey":
      return { id: "key", publicKey: "a public key" };
    default:
      throw new Error(`the made-up cloud does not know ${token}`);
  }
}
