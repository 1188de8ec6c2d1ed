import { reviewRoutes } from "@postern/contract";
import { Look, Reading } from "@postern/core/reading";
import { Colleague, Decision, Note, Queue, Task } from "@postern/core/task";
import { handle } from "hono/aws-lambda";
import { bootReview } from "../boot/review.ts";
import { createApp, serve } from "./edge.ts";

const { edge, identify } = bootReview();
export const app = createApp(edge);

serve(app, reviewRoutes.queues, Queue.list, identify);
serve(app, reviewRoutes.tasks, Queue.tasks, identify);
serve(app, reviewRoutes.myTasks, Queue.mine, identify);
serve(app, reviewRoutes.task, Task.read, identify);
serve(app, reviewRoutes.colleagues, Colleague.list, identify);
serve(app, reviewRoutes.claim, Task.claim, identify);
serve(app, reviewRoutes.release, Task.putBack, identify);
serve(app, reviewRoutes.handOver, Task.handOver, identify);
serve(app, reviewRoutes.accept, Decision.accept, identify);
serve(app, reviewRoutes.return, Decision.giveBack, identify);
serve(app, reviewRoutes.reject, Decision.reject, identify);
serve(app, reviewRoutes.notes, Note.list, identify);
serve(app, reviewRoutes.addNote, Note.add, identify);
serve(app, reviewRoutes.documentURL, Reading.open, identify);
serve(app, reviewRoutes.exportDocument, Reading.exportDocument, identify);
serve(app, reviewRoutes.reportUnreadable, Reading.reportUnreadable, identify);
serve(app, reviewRoutes.looks, Look.list, identify);

export const handler = handle(app);
