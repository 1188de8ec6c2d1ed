import { intakeRoutes } from "@postern/contract";
import { Document, Part, PartList, Sent, Submission } from "@postern/core/intake";
import { handle } from "hono/aws-lambda";
import { bootIntake } from "../boot/intake.ts";
import { createApp, serve } from "./edge.ts";

const { edge, identify } = bootIntake();
export const app = createApp(edge);

serve(app, intakeRoutes.clinic, Sent.clinic, identify);
serve(app, intakeRoutes.openSubmission, Submission.open, identify);
serve(app, intakeRoutes.listSubmissions, Sent.list, identify);
serve(app, intakeRoutes.readSubmission, Sent.read, identify);
serve(app, intakeRoutes.readReceipt, Sent.receipt, identify);
serve(app, intakeRoutes.cancelSubmission, Submission.cancel, identify);
serve(app, intakeRoutes.declareDocuments, Document.declare, identify);
serve(app, intakeRoutes.startAttempt, Document.startAttempt, identify);
serve(app, intakeRoutes.abandonDocument, Document.abandon, identify);
serve(app, intakeRoutes.signParts, Part.sign, identify);
serve(app, intakeRoutes.listParts, PartList.list, identify);
serve(app, intakeRoutes.completeDocument, Part.complete, identify);
serve(app, intakeRoutes.submit, Submission.submit, identify);

export const handler = handle(app);
