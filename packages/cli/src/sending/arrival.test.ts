import { ApiProblem, patienceOf, type Api, type Calls, type Waiting } from "@postern/client";
import { SubmissionID, type SubmissionView } from "@postern/contract";
import { expect, test } from "vitest";
import { EXIT } from "../exit.ts";
import { untilRouted } from "./arrival.ts";
import { destinationOf } from "./target.ts";

const submissionID = SubmissionID.parse(`sub_${"0".repeat(26)}`);
const away = new ApiProblem("later", { status: 503, code: "unavailable" });
const view = (state: SubmissionView["state"], more: Partial<SubmissionView> = {}) =>
  ({ submissionID, state, kind: "images", urgency: "routine", ...more }) as SubmissionView;

/** A portal that answers in this order, and a clock that does not keep one waiting. */
function scene(...answers: readonly (Error | SubmissionView)[]) {
  const left = [...answers];
  const waitings: Waiting["why"][] = [];
  const api = {
    call: () => {
      const answer = left.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  } as unknown as Api;
  const patience = patienceOf({
    wait: (_ms, signal) => (signal.throwIfAborted(), Promise.resolve()),
    onWaiting: ({ why }) => waitings.push(why),
  });
  const calls: Calls = { api, patience };
  return { calls, waitings, left };
}

test("a portal in trouble is waited out while one stays for the care team", async () => {
  const { calls, waitings } = scene(view("submitted"), away, away, view("routed", { routedAt: "now" }));
  expect(await untilRouted(calls, submissionID)).toMatchObject({ state: "routed" });
  expect(waitings).toEqual(["busy", "busy"]);
});

test("a submission that needs its sender again is told at once", async () => {
  const { calls } = scene(view("incomplete"));
  await expect(untilRouted(calls, submissionID)).rejects.toMatchObject({ exit: EXIT.refused });
});

test("a portal in trouble is waited out before anything is sent, a refusal is not", async () => {
  const { calls } = scene(away, view("open"));
  const target = { resume: submissionID } as const;
  expect(await destinationOf(calls, target)).toMatchObject({ resume: { submissionID } });
  const refused = scene(new ApiProblem("no", { status: 404, code: "not-found" }), view("open"));
  await expect(destinationOf(refused.calls, target)).rejects.toMatchObject({ status: 404 });
  expect(refused.left).toHaveLength(1);
});
