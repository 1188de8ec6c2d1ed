import { describe, expect, it } from "vitest";
import { role, WORLD } from "./example.ts";

describe("every role", () => {
  it.each(Object.keys(WORLD.roles))(
    "%s fits into an inline policy and names its statements apart",
    (name) => {
      const { identity } = role(name);
      expect(JSON.stringify(identity).length).toBeLessThan(10_240);
      const sids = identity.Statement.map((entry) => entry.Sid ?? "");
      expect(new Set(sids).size).toBe(sids.length);
      expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    },
  );
});
