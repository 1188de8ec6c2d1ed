import { Route, Router } from "@solidjs/router";
import { createEffect } from "solid-js";
import { loadSession } from "./features/session/session.ts";
import { language } from "./lib/language.ts";
import { lazyPage } from "./lib/lazy-page.ts";
import { SignedInLayout } from "./routes/layout.tsx";

const SignInPage = lazyPage(() => import("./routes/sign-in.tsx"));
const HomePage = lazyPage(() => import("./routes/home.tsx"));
const SendPage = lazyPage(() => import("./routes/send.tsx"));
const SubmissionPage = lazyPage(() => import("./routes/submission.tsx"));
const QueuesPage = lazyPage(() => import("./routes/queues.tsx"));
const QueuePage = lazyPage(() => import("./routes/queue.tsx"));
const MyTasksPage = lazyPage(() => import("./routes/my-tasks.tsx"));
const TaskPage = lazyPage(() => import("./routes/task.tsx"));
const AuditPage = lazyPage(() => import("./routes/audit.tsx"));
const QuarantinePage = lazyPage(() => import("./routes/quarantine.tsx"));
const OverviewPage = lazyPage(() => import("./routes/overview.tsx"));
const ProfilePage = lazyPage(() => import("./routes/profile.tsx"));
const VerifyPage = lazyPage(() => import("./routes/verify.tsx"));
const NotFoundPage = lazyPage(() => import("./routes/not-found.tsx"));

/** The portal: who is here is asked once, then every address has its page. */
export function App() {
  void loadSession();
  createEffect(() => (document.documentElement.lang = language()));
  return (
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/verify" component={VerifyPage} />
      <Route path="/" component={SignedInLayout}>
        <Route path="/" component={HomePage} />
        <Route path="/send" component={SendPage} />
        <Route path="/submissions/:submissionID" component={SubmissionPage} />
        <Route path="/queues" component={QueuesPage} />
        <Route path="/queues/:queueID" component={QueuePage} />
        <Route path="/tasks" component={MyTasksPage} />
        <Route path="/tasks/:taskID" component={TaskPage} />
        <Route path="/audit" component={AuditPage} />
        <Route path="/quarantine" component={QuarantinePage} />
        <Route path="/overview" component={OverviewPage} />
        <Route path="/profile" component={ProfilePage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
