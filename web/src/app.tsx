import { Route, Router } from "@solidjs/router";
import { lazy } from "solid-js";
import { loadSession } from "./features/session/session.ts";
import { SignedInLayout } from "./routes/layout.tsx";

const SignInPage = lazy(() => import("./routes/sign-in.tsx"));
const HomePage = lazy(() => import("./routes/home.tsx"));
const SendPage = lazy(() => import("./routes/send.tsx"));
const SubmissionPage = lazy(() => import("./routes/submission.tsx"));
const QueuesPage = lazy(() => import("./routes/queues.tsx"));
const QueuePage = lazy(() => import("./routes/queue.tsx"));
const MyTasksPage = lazy(() => import("./routes/my-tasks.tsx"));
const TaskPage = lazy(() => import("./routes/task.tsx"));
const AuditPage = lazy(() => import("./routes/audit.tsx"));
const NotFoundPage = lazy(() => import("./routes/not-found.tsx"));

/** The portal: who is here is asked once, then every address has its page. */
export function App() {
  void loadSession();
  return (
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/" component={SignedInLayout}>
        <Route path="/" component={HomePage} />
        <Route path="/send" component={SendPage} />
        <Route path="/submissions/:submissionID" component={SubmissionPage} />
        <Route path="/queues" component={QueuesPage} />
        <Route path="/queues/:queueID" component={QueuePage} />
        <Route path="/tasks" component={MyTasksPage} />
        <Route path="/tasks/:taskID" component={TaskPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
