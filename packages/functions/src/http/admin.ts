import { adminRoutes } from "@postern/contract";
import { AuditEvents, Overview, Quarantine } from "@postern/core/oversight";
import { handle } from "hono/aws-lambda";
import { bootAdmin } from "../boot/admin.ts";
import { createApp, serve } from "./edge.ts";

const { edge, identify } = bootAdmin();
export const app = createApp(edge);

serve(app, adminRoutes.auditEvents, AuditEvents.list, identify);
serve(app, adminRoutes.quarantine, Quarantine.list, identify);
serve(app, adminRoutes.overview, Overview.read, identify);

export const handler = handle(app);
