import { describe, expect, it } from "vitest";
import { portalHeaders } from "./headers.ts";

const HOST = "postern-test-documents-123456789012.s3.us-east-1.amazonaws.com";
const headers = portalHeaders({ bucketHost: HOST });
const policy = (of = headers("/")) =>
  new Map(
    (of["Content-Security-Policy"] ?? "").split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources.join(" ")] as const;
    }),
  );

describe("portalHeaders", () => {
  it("lets pages speak to themselves and to the one bucket", () => {
    expect(policy().get("connect-src")).toBe(`'self' https://${HOST}`);
    expect([...policy().values()].join(" ").match(/https?:\S+/g)).toEqual([`https://${HOST}`]);
  });

  it("begins with nothing and has no inline code, no evaluation and no wildcard", () => {
    expect(policy().get("default-src")).toBe("'none'");
    expect(headers("/")["Content-Security-Policy"]).not.toMatch(/unsafe|\*|data:|strict-dynamic/);
  });

  it("is not framed, has no base and posts forms to itself only", () => {
    expect(["frame-ancestors", "base-uri", "form-action"].map((name) => policy().get(name))).toEqual([
      "'none'",
      "'none'",
      "'self'",
    ]);
  });

  it("keeps the camera and passkeys, and turns other features off", () => {
    const features = (headers("/")["Permissions-Policy"] ?? "").split(", ");
    expect(features).toContain("camera=(self)");
    expect(features).toContain("publickey-credentials-get=(self)");
    expect(features).toContain("microphone=()");
    expect(features.filter((feature) => !/^[a-z-]+=\((self)?\)$/.test(feature))).toEqual([]);
  });

  it("keeps files named by their content for ever, and asks again for all others", () => {
    expect(headers("/assets/index-B4x_9-Qz.js")["Cache-Control"]).toBe("public, max-age=31536000, immutable");
    for (const path of ["/", "/index.html", "/assets/logo.svg", "/manifest.webmanifest", "/send"]) {
      expect(headers(path)["Cache-Control"]).toBe("no-cache");
    }
  });

  it("lets the workers that read documents run scripts and reach nothing, and only those compile", () => {
    for (const name of ["viewer-worker-B4x_9-Qz.js", "preparing-worker-B4x_9-Qz.js"]) {
      const reader = headers(`/assets/${name}`);
      expect(reader["Content-Security-Policy"]).toBe(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
      );
      expect(reader["Cross-Origin-Embedder-Policy"]).toBe("require-corp");
    }
    for (const path of [
      "/viewer-worker-B4x_9-Qz.js",
      "/assets/viewer-worker-x.html",
      "/assets/worker-x.js",
    ]) {
      expect(headers(path)["Content-Security-Policy"]).toBe(headers("/")["Content-Security-Policy"]);
    }
  });

  it("takes an origin of this machine without HTTPS", () => {
    const local = portalHeaders({ bucketHost: "http://127.0.0.1:9000" })("/");
    expect(policy(local).get("connect-src")).toBe("'self' http://127.0.0.1:9000");
  });

  it.each([
    "*.amazonaws.com",
    "https://*.s3.amazonaws.com",
    "http://bucket.example.org",
    "a.example.org b.example.org",
    "a.example.org; script-src *",
    "a.example.org/path",
    "https:",
    "",
  ])("refuses %j as the bucket's host", (bucketHost) => {
    expect(() => portalHeaders({ bucketHost })).toThrow("not one bucket's host");
  });
});
