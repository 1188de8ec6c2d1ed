import { authRoutes, ProblemBody } from "@postern/contract";
import { expect, it } from "vitest";
import { describeStages } from "./each-stage.ts";
import { firewallFaults, rateLimitOf } from "./firewall-rules.ts";
import { at, one, text, type Value } from "./graph.ts";

const PEOPLE_BEHIND_ONE_ADDRESS = 50;
const routes = Object.values(authRoutes);
const isTry = ({ input }: (typeof routes)[number]) => "password" in input.shape || "code" in input.shape;

describeStages("the firewall", (graph) => {
  it("refuses nobody for the words in a body, and logs none of them", () => {
    expect(firewallFaults(graph)).toEqual([]);
  });

  it("counts by address the calls that try a password or a code, and no other of `auth`", () => {
    const { counts } = rateLimitOf(graph, "sign-in");
    const counted = routes.filter(({ path }) => counts(path)).map(({ path }) => path);
    expect(counted).toEqual(routes.filter(isTry).map(({ path }) => path));
    expect(counted).toHaveLength(5);
    expect(counts("/api/intake/sign-in")).toBe(false);
  });

  it.each(["/api/auth/%73ign-in", "/api/auth/%2573ign-in", "/api/auth/sign-in/"])("counts %s", (path) => {
    expect(rateLimitOf(graph, "sign-in").counts(path)).toBe(true);
  });

  it("answers who calls too often as the functions do, with the time to wait", () => {
    const { inputs } = one(graph, "aws:wafv2/webAcl:WebAcl");
    const rules = at(inputs, "rules") as readonly Value[];
    const limits = rules.filter((rule) => at(rule, "statement.rateBasedStatement") !== undefined);
    expect(limits).toHaveLength(2);
    for (const rule of limits) {
      const answer = at(rule, "action.block.customResponse");
      expect(at(answer, "responseCode")).toBe(429);
      expect(at(answer, "responseHeaders")).toContainEqual({ name: "Retry-After", value: "300" });
      expect(at(answer, "customResponseBodyKey")).toBe(at(inputs, "customResponseBodies.0.key"));
    }
    expect(text(inputs, "customResponseBodies.0.contentType")).toBe("APPLICATION_JSON");
    const body = ProblemBody.parse(JSON.parse(text(inputs, "customResponseBodies.0.content")));
    expect(body).toMatchObject({ status: 429, code: "too-many-calls", retryAfterSeconds: 300 });
  });

  it("has room for a practice of fifty behind one address, and not for many guesses", () => {
    const { limit: signIns } = rateLimitOf(graph, "sign-in");
    expect(signIns).toBeGreaterThanOrEqual(PEOPLE_BEHIND_ONE_ADDRESS * 2 * 2);
    expect(signIns).toBeLessThanOrEqual(500);
    const fiveMinutes = 300;
    expect(rateLimitOf(graph, "calls").limit).toBeGreaterThanOrEqual(PEOPLE_BEHIND_ONE_ADDRESS * fiveMinutes);
  });
});
