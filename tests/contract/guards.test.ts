import { readFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";
import { startLocalCloud, type LocalCloudOptions } from "@postern/local-cloud";
import { build } from "esbuild";
import { afterEach, describe, expect, it, vi } from "vitest";
import { cachedFunctions } from "../../scripts/build-cache.ts";
import { functionBuild, ROOT } from "../../scripts/bundle.ts";
import { welcome } from "../../scripts/demo/welcome.ts";

const nothing: LocalCloudOptions = {
  region: "us-east-1",
  account: "111122223333",
  roles: {},
  tables: [],
  keys: {},
  buckets: {},
  queues: {},
  userPools: {},
  functions: {},
  gateway: { port: 0, routes: {}, originHeaders: {} },
};

/** Whether somebody listens there. */
function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 2000 });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

/** This machine's addresses, but for the one loopback address. */
const outside = Object.values(networkInterfaces())
  .flatMap((addresses = []) => addresses.map(({ address, scopeid }) => (scopeid ? "" : address)))
  .filter((address) => address !== "" && address !== "127.0.0.1");

describe("the embedded cloud", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is reached at 127.0.0.1 and at no other address of the machine", async () => {
    const cloud = await startLocalCloud(nothing);
    try {
      const ports = [cloud.endpoints.aws, cloud.endpoints.s3, cloud.portal ?? ""].map((url) =>
        Number(new URL(url).port),
      );
      for (const port of ports) {
        expect(await isOpen("127.0.0.1", port)).toBe(true);
        for (const host of outside) expect(`${host}: ${await isOpen(host, port)}`).toBe(`${host}: false`);
      }
      for (const url of [cloud.endpoints.aws, cloud.endpoints.s3])
        expect(new URL(url).hostname).toBe("127.0.0.1");
    } finally {
      await cloud.close();
    }
  });

  it("does not start where NODE_ENV is production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    await expect(startLocalCloud(nothing)).rejects.toThrow("NODE_ENV=production");
  });

  it.each([undefined, ".postern"])(
    "is announced with keys that protect nothing (kept in %s)",
    (directory) => {
      expect(welcome("http://localhost:8080", directory)).toMatch(/keys (that )?protect nothing/);
    },
  );
});

describe("a function's bundle", () => {
  const own = /packages\/local-cloud\/|node_modules\/(dynalite|classic-level|abstract-level)\//;

  it("has no file of the embedded cloud in it, nor of its engine", async () => {
    const { metafile } = await build({
      ...functionBuild("/"),
      write: false,
      sourcemap: false,
      minify: false,
      metafile: true,
    });
    const outputs = Object.values(metafile?.outputs ?? {});
    expect(outputs.length).toBeGreaterThan(5);
    const files = outputs.flatMap(({ inputs }) => Object.keys(inputs));
    expect(files.some((file) => file.startsWith("packages/core/"))).toBe(true);
    expect(files.filter((file) => own.test(file))).toEqual([]);
  }, 120_000);

  it("has no word of it, as it is deployed", async () => {
    const source = await readFile(`${ROOT}/packages/local-cloud/src/index.ts`, "utf8");
    const [sentence = ""] = /The embedded cloud protects nothing[^"]*/.exec(source) ?? [];
    expect(sentence).not.toBe("");
    for (const [name, file] of Object.entries(await cachedFunctions()))
      expect(`${name}: ${(await readFile(file, "utf8")).includes(sentence)}`).toBe(`${name}: false`);
  }, 120_000);
});
