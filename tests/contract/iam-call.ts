import type { STSClient } from "@aws-sdk/client-sts";
import { postSigned } from "./signed-call.ts";

/**
 * Calls IAM, which the house has no client for: roles are made for this suite only.
 * @param sts whose credentials sign
 * @throws Error with IAM's own code as its name
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export async function callIam(
  { config }: STSClient,
  Action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const { AWS_ENDPOINT_URL_IAM, AWS_ENDPOINT_URL } = process.env;
  const response = await postSigned({
    service: "iam",
    // IAM is global, and signed for as if it were there.
    region: "us-east-1",
    endpoint: new URL(AWS_ENDPOINT_URL_IAM ?? AWS_ENDPOINT_URL ?? "https://iam.amazonaws.com"),
    credentials: config.credentials,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ Action, Version: "2010-05-08", ...parameters }).toString(),
  });
  const answer = await response.text();
  if (response.ok) return answer;
  const error = new Error(/<Message>([^<]*)/.exec(answer)?.[1] ?? `${Action}: ${response.status}`);
  error.name = /<Code>([^<]*)/.exec(answer)?.[1] ?? "UnknownError";
  throw error;
}
