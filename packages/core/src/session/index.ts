export { authenticate, type SignedIn } from "./authenticate.ts";
export type { SessionDeps, SessionGround, SignInDeps } from "./deps.ts";
export { enrolTotp, totp } from "./open.ts";
export { signedOut } from "./problem.ts";
export { challenge, prove } from "./proof.ts";
export * as Session from "./session.ts";
export { newPassword, signIn } from "./sign-in.ts";
export type { StepResult } from "./step.ts";
export { countStep, recordStranger } from "./stranger.ts";
