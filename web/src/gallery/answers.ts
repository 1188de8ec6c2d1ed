import type { OutputOf } from "@postern/client";
import {
  SUBMISSION_STATES,
  adminRoutes,
  authRoutes,
  intakeRoutes,
  reviewRoutes,
  type Route,
} from "@postern/contract";
import {
  CLINIC,
  COLLEAGUES,
  LOOKS,
  NOTES,
  QUEUES,
  SIGN_INS,
  SUBMISSIONS,
  TASKS,
  submissionIn,
} from "./samples.ts";
import { EVENTS, MONTH_DAYS, PUT_ASIDE } from "./samples-oversight.ts";

interface Answer {
  readonly route: Route;
  readonly answer: unknown;
}

/** The answer is of the route's own shape, so that a change of the contract is noticed here. */
const to = <R extends Route>(route: R, answer: OutputOf<R>): Answer => ({ route, answer });

const ANSWERS: readonly Answer[] = [
  to(authRoutes.sessions, { sessions: SIGN_INS }),
  ...SUBMISSION_STATES.map((state) => {
    const view = submissionIn(state);
    const path = intakeRoutes.readSubmission.path.replace(":submissionID", view.submissionID);
    return to({ ...intakeRoutes.readSubmission, path }, view);
  }),
  to(intakeRoutes.clinic, CLINIC),
  to(intakeRoutes.listSubmissions, { submissions: SUBMISSIONS }),
  to(reviewRoutes.queues, {
    me: { displayName: "Dr. Amara Voss" },
    clinicName: CLINIC.name,
    mine: 2,
    queues: QUEUES,
    locations: [...CLINIC.locations],
  }),
  to(reviewRoutes.tasks, { tasks: TASKS }),
  to(reviewRoutes.myTasks, { tasks: TASKS.slice(1, 2) }),
  to(reviewRoutes.colleagues, { colleagues: COLLEAGUES }),
  to(reviewRoutes.notes, { notes: NOTES }),
  to(reviewRoutes.looks, { looks: LOOKS }),
  to(adminRoutes.auditEvents, { me: { displayName: "Ines Brandt" }, events: EVENTS }),
  to(adminRoutes.quarantine, { documents: PUT_ASIDE }),
  to(adminRoutes.overview, { days: MONTH_DAYS }),
];

const isOf = ({ method, path }: Route, url: URL, asked: string) =>
  method === asked && new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`).test(url.pathname);

/** No network: what the parts ask of the server is answered here, and refused when there is no answer. */
export function answerCalls(): void {
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    const found = ANSWERS.find(({ route }) => isOf(route, url, init?.method ?? "GET"));
    const problem = { title: "Unavailable", status: 503, code: "no-answer" };
    return Promise.resolve(
      found === undefined ? Response.json(problem, { status: 503 }) : Response.json(found.answer),
    );
  };
}
