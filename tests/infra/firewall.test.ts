import { authRoutes } from "@postern/contract";
import { expect, it } from "vitest";
import { describeStages } from "./each-stage.ts";
import { firewallFaults, rateLimitOf } from "./firewall-rules.ts";

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

  it("has room for a practice of fifty behind one address, and not for many guesses", () => {
    const { limit: signIns } = rateLimitOf(graph, "sign-in");
    expect(signIns).toBeGreaterThanOrEqual(PEOPLE_BEHIND_ONE_ADDRESS * 2 * 2);
    expect(signIns).toBeLessThanOrEqual(500);
    const fiveMinutes = 300;
    expect(rateLimitOf(graph, "calls").limit).toBeGreaterThanOrEqual(PEOPLE_BEHIND_ONE_ADDRESS * fiveMinutes);
  });
});
