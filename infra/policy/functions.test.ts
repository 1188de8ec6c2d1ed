import { describe, expect, it } from "vitest";
import { INPUT } from "./example.ts";
import {
  deployment,
  DEPLOYED_FUNCTIONS,
  FUNCTION_NAMES,
  functionDefinition,
  HTTP_FUNCTION_NAMES,
} from "./index.ts";

describe("a deployment of some functions", () => {
  const { roles, keys, queues } = deployment({ ...INPUT, functions: DEPLOYED_FUNCTIONS });
  const policies = JSON.stringify({ roles, keys, queues });

  it("has two roles for each of them", () => {
    expect(Object.keys(roles)).toHaveLength(2 * DEPLOYED_FUNCTIONS.length);
  });

  it.each(FUNCTION_NAMES)(
    "names %s's roles only when it is there, for AWS refuses a role that is not",
    (name) => {
      const isThere = DEPLOYED_FUNCTIONS.some((deployed) => deployed === name);
      expect(policies.includes(`role/postern-test-${name}`)).toBe(isThere);
    },
  );
});

describe("the functions", () => {
  it("answer requests at a path of their own, or take messages", () => {
    const paths = DEPLOYED_FUNCTIONS.flatMap((name) => functionDefinition(name).path ?? []);
    expect(paths).toEqual(HTTP_FUNCTION_NAMES.map((name) => `/api/${name}`));
    const idle = DEPLOYED_FUNCTIONS.map(functionDefinition).filter(
      ({ path, queues: sources }) => (path === undefined) === (sources.length === 0),
    );
    expect(idle).toEqual([]);
  });
});
