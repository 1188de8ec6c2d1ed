import { execFile } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { promisify } from "node:util";
import { ROOT } from "../bundle.ts";

/** Of what, and when, something was measured. */
export interface Stamp {
  readonly commit: string;
  /** Whether files of the commit were changed, or new, when it was measured. */
  readonly isChanged: boolean;
  /** ISO 8601. */
  readonly date: string;
}

export type Conditions = Readonly<Record<string, string | number>>;

export async function stamp(): Promise<Stamp> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, { cwd: ROOT })).stdout.trim();
  return {
    commit: await git("rev-parse", "HEAD"),
    isChanged: (await git("status", "--porcelain", "--", "web", "packages", "scripts")) !== "",
    date: new Date().toISOString(),
  };
}

/** What a figure depends on and its reader cannot see. */
export function machine(): Conditions {
  return {
    node: process.version,
    processors: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
