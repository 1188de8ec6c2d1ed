import { execFile } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { promisify } from "node:util";
import { ROOT } from "../bundle.ts";

/** Of what, and when, something was measured. */
export interface Stamp {
  readonly commit: string;
  /** Git's tree ids, in that commit, of the folders on which the figures rest. */
  readonly covers: Readonly<Record<string, string>>;
  /** Whether files of these folders were changed, or new, when it was measured. */
  readonly isChanged: boolean;
  /** ISO 8601. */
  readonly date: string;
}

export type Conditions = Readonly<Record<string, string | number>>;

/**
 * Stamps what is measured now.
 *
 * @param folders on which the figures rest, from the repository's root: when one of them changes, they are stale
 */
export async function stamp(folders: readonly string[]): Promise<Stamp> {
  return {
    commit: await git("rev-parse", "HEAD"),
    covers: await treesOf(folders),
    isChanged: (await git("status", "--porcelain", "--", ...folders)) !== "",
    date: new Date().toISOString(),
  };
}

/** Git's tree ids of folders in the present commit. */
export async function treesOf(folders: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const trees = folders.map(async (folder) => [folder, await git("rev-parse", `HEAD:${folder}`)] as const);
  return Object.fromEntries(await Promise.all(trees));
}

async function git(...args: string[]): Promise<string> {
  return (await promisify(execFile)("git", args, { cwd: ROOT })).stdout.trim();
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
