import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { promisify } from "node:util";
import type { Credentials } from "./clients.ts";
import type { Target } from "./target.ts";

const run = promisify(execFile);

/** What the AWS CLI printed, or the code with which the cloud refused it. */
export type CliAnswer =
  | { readonly answer: unknown; readonly refused?: never }
  | { readonly answer?: never; readonly refused: string };

/** Version of the AWS CLI on the PATH, or undefined when there is none. */
export async function cliVersion(): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run("aws", ["--version"]);
    return /aws-cli\/(\S+)/.exec(stdout + stderr)?.[1];
  } catch {
    return undefined;
  }
}

/** What is printed where the tests of the CLI do not run. */
export function skipMessage(version: string | undefined): string | undefined {
  return version === undefined
    ? "skipped: the AWS CLI is not on the PATH, so no real client was tried"
    : undefined;
}

/**
 * Calls the AWS CLI with credentials at a target, and with nothing of the user's own configuration.
 * @throws Error when it fails for another reason than a refusal
 */
export async function callCli(
  { endpoints, names }: Pick<Target, "endpoints" | "names">,
  credentials: Credentials,
  args: readonly string[],
): Promise<CliAnswer> {
  const { PATH = "", HOME = "" } = process.env;
  const environment = {
    PATH,
    HOME,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    AWS_MAX_ATTEMPTS: "1",
    AWS_REGION: names.region,
    AWS_DEFAULT_REGION: names.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    ...(endpoints.aws !== undefined && { AWS_ENDPOINT_URL: endpoints.aws }),
    ...(endpoints.s3 !== undefined && { AWS_ENDPOINT_URL_S3: endpoints.s3 }),
  };
  try {
    const { stdout } = await run("aws", [...args, "--output", "json"], { env: environment });
    return { answer: stdout.trim() === "" ? undefined : JSON.parse(stdout) };
  } catch (error) {
    const code = /An error occurred \((\w+)\)/.exec(String((error as { stderr?: unknown }).stderr))?.[1];
    if (code === undefined) throw error;
    return { refused: code };
  }
}
