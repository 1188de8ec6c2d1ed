import { SESSION_SECONDS, authRoutes } from "@postern/contract";
import { Problem } from "@postern/core/kernel";
import {
  OwnSessions,
  Session,
  challenge,
  enrolTotp,
  newPassword,
  prove,
  signIn,
  stepUp,
  totp,
  type StepResult,
} from "@postern/core/session";
import type { Context } from "hono";
import { handle } from "hono/aws-lambda";
import { deleteCookie, setCookie } from "hono/cookie";
import { bootAuth } from "../boot/auth.ts";
import { createApp, serve } from "./edge.ts";

const boot = bootAuth();
export const app = createApp(boot.edge);
const COOKIE = { prefix: "host", httpOnly: true, secure: true, sameSite: "Strict", path: "/" } as const;

serve(app, authRoutes.signIn, signIn, boot.step, answerStep);
serve(app, authRoutes.newPassword, newPassword, boot.step, answerStep);
serve(app, authRoutes.enrolTotp, enrolTotp, boot.step, answerStep);
serve(app, authRoutes.totp, totp, boot.step, answerStep);
serve(app, authRoutes.sessions, OwnSessions.list, boot.person);
serve(app, authRoutes.endSession, OwnSessions.end, boot.person);
serve(app, authRoutes.stepUp, stepUp, boot.stepUp);
serve(app, authRoutes.touch, Session.touch, boot.person);
serve(app, authRoutes.challenge, challenge, boot.person);
serve(app, authRoutes.prove, prove, boot.person);

app.get(authRoutes.session.path, async (c) => {
  const caller = await boot.visitor(c.get("request"));
  return c.json(caller === null ? {} : await Session.read(caller.deps, caller.ctx, c.req.query()));
});

app.post(authRoutes.signOut.path, async (c) => {
  const caller = await boot.visitor(c.get("request")).catch(whenSignedOut);
  if (caller !== null) await Session.signOut(caller.deps, caller.ctx, {});
  deleteCookie(c, "session", COOKIE);
  deleteCookie(c, "pre", COOKIE);
  c.header("Clear-Site-Data", '"cache", "storage"');
  return c.json({});
});

/** Each step has a cookie of its own: what was known before it is worth nothing after it. */
function answerStep(c: Context, { stage, presessionToken, sessionToken }: StepResult): Response {
  if (presessionToken === undefined) deleteCookie(c, "pre", COOKIE);
  else setCookie(c, "pre", presessionToken, { ...COOKIE, maxAge: SESSION_SECONDS.challenge });
  if (sessionToken !== undefined) setCookie(c, "session", sessionToken, COOKIE);
  return c.json(stage);
}

/** Signing out twice is no fault. */
function whenSignedOut(error: unknown): null {
  if (error instanceof Problem && error.kind === "unauthenticated") return null;
  throw error;
}

export const handler = handle(app);
