import { ApiProblem, createApi, type Api } from "@postern/client";
import { authRoutes, type SessionView, type SignInStage } from "@postern/contract";
import { EXIT, Failure, type ExitCode } from "../exit.ts";
import { createKeptDevice, type KeptDevice } from "../session/device.ts";
import { createPortalFetch, type Cookies } from "../session/portal-fetch.ts";
import { keepSession } from "../session/session-file.ts";
import type { System } from "../system.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What the answer to a factor needs. */
interface Gate {
  readonly api: Api;
  readonly terminal: Terminal;
  readonly device: KeptDevice;
}

/** Faults of what was typed, which may be typed again. */
const TYPED_WRONG = ["code-wrong", "code-used", "password-weak", "password-given", "input"];
const TRIES = 3;

/**
 * Signs in at the keyboard and keeps the session, over one that was kept before: its key is then gone, and nobody can
 * use it any more.
 *
 * @throws Failure when the portal lets nobody in
 */
export async function signIn(
  { terminal, fetch: send, signal }: System,
  { portal, sessionFile }: { readonly portal: string; readonly sessionFile: string },
): Promise<ExitCode> {
  const cookies: Cookies = new Map();
  const api = createApi({ baseURL: portal, fetch: createPortalFetch(portal, cookies, send), signal });
  // The session is bound to the device from its first moment, so there is one before the last factor.
  const device = await createKeptDevice();
  const session = await pass({ api, terminal, device });
  const kept = { format: "postern-session-1", portal, cookies: Object.fromEntries(cookies) } as const;
  await keepSession(sessionFile, { ...kept, session, device });
  terminal.note(`Signed in until ${session.endsAt}. The session is kept in ${sessionFile}`);
  return EXIT.ok;
}

async function pass(gate: Gate): Promise<SessionView> {
  let stage = await askPassword(gate);
  for (;;) {
    if (stage.stage === "done") return stage.session;
    stage = await answer(gate, stage);
  }
}

async function askPassword({ api, terminal }: Gate): Promise<SignInStage> {
  const email = (await terminal.ask("E-mail: ")).trim();
  const password = await terminal.askSecret("Password (it is not shown): ");
  return api.call(authRoutes.signIn, { email, password }).catch(refuse);
}

function answer(gate: Gate, stage: Exclude<SignInStage, { stage: "done" }>): Promise<SignInStage> {
  const { api, terminal, device } = gate;
  const devicePublicKey = device.publicKey;
  const askCode = () => terminal.ask("Code from your authenticator app: ");
  switch (stage.stage) {
    case "new-password":
      terminal.note(`Choose a password of your own, of at least ${stage.minimumLength} characters.`);
      return tried(gate, () => askNewPassword(gate));
    case "enrol-totp":
      terminal.note(enrolment(stage.secret, stage.uri));
      return tried(gate, async () =>
        api.call(authRoutes.enrolTotp, { code: await askCode(), devicePublicKey }),
      );
    case "totp":
      return tried(gate, async () => api.call(authRoutes.totp, { code: await askCode(), devicePublicKey }));
  }
}

async function askNewPassword({ api, terminal }: Gate): Promise<SignInStage> {
  const password = await terminal.askSecret("New password (it is not shown): ");
  const again = await terminal.askSecret("Once more: ");
  if (password !== again) throw new ApiProblem("These two differ.", { status: 400, code: "input" });
  return api.call(authRoutes.newPassword, { password });
}

/** Lets someone type again what was typed wrong, a few times. */
async function tried({ terminal }: Gate, act: () => Promise<SignInStage>): Promise<SignInStage> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      const isTypedWrong = error instanceof ApiProblem && TYPED_WRONG.includes(error.code);
      if (!isTypedWrong || tries >= TRIES) return refuse(error);
      terminal.note(`That did not work: ${error.message} Try again.`);
    }
  }
}

/** A portal that can be reached and does not let in is no fault that passes. */
function refuse(error: unknown): never {
  if (!(error instanceof ApiProblem) || error.status === 0 || error.status === 429 || error.status >= 500)
    throw error;
  throw new Failure(EXIT.signedOut, error.code, `The portal did not let you in: ${error.message}`);
}

function enrolment(secret: string, uri: string): string {
  const groups = secret.match(/.{1,4}/g)?.join(" ") ?? secret;
  return [
    "Your account has no authenticator app yet. Add Postern to one: type this key, or open the address on its device.",
    `  Key:     ${groups}`,
    `  Address: ${uri}`,
  ].join("\n");
}
