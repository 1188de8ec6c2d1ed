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
  it("answer requests at a path of their own, or take messages, or are called by the clock", () => {
    const paths = DEPLOYED_FUNCTIONS.flatMap((name) => functionDefinition(name).path ?? []);
    expect(paths).toEqual(HTTP_FUNCTION_NAMES.map((name) => `/api/${name}`));
    const callers = DEPLOYED_FUNCTIONS.map(functionDefinition).map(
      ({ path, queues: sources, schedule }) =>
        [path !== undefined, sources.length > 0, schedule !== undefined].filter(Boolean).length,
    );
    expect(callers).toEqual(DEPLOYED_FUNCTIONS.map(() => 1));
  });

  it("called by the clock are done before it calls again", () => {
    const all = DEPLOYED_FUNCTIONS.map(functionDefinition);
    const scheduled = all.flatMap(({ schedule, timeoutSeconds }) =>
      schedule === undefined ? [] : [[schedule.everySeconds, timeoutSeconds] as const],
    );
    expect(scheduled.length).toBeGreaterThan(0);
    for (const [everySeconds, timeoutSeconds] of scheduled) expect(timeoutSeconds).toBeLessThan(everySeconds);
  });
});
