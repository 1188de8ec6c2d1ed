import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the repository lies on this machine. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** All files that are, or with the next commit would be, part of the repository; paths from its root. */
export function listFiles(): string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 }).split("\0");
  return [...new Set(listed)].filter((path) => path !== "" && isFile(path)).sort();
}

/** The text of the files whose path matches, by path. */
export function readFiles(pattern: RegExp): Map<string, string> {
  const paths = listFiles().filter((path) => pattern.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function isFile(path: string): boolean {
  const full = join(root, path);
  return existsSync(full) && statSync(full).isFile();
}
