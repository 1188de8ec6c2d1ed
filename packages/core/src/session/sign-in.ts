import { SESSION_SECONDS, authRoutes } from "@postern/contract";
import { iso, operation } from "../kernel/index.ts";
import type { SignInDeps } from "./deps.ts";
import { takeForEmail } from "./limit.ts";
import { samePassword, signInExpired } from "./problem.ts";
import { askedNext, goOn, loadStep } from "./step.ts";
import { consumePresession } from "./store.ts";

const CHALLENGE_MS = SESSION_SECONDS.challenge * 1000;

/** E-mail address and password. A wrong password and an unknown address have one answer. */
export const signIn = operation({
  action: "session.sign-in",
  allow: ["anonymous"],
  input: authRoutes.signIn.input,
  async run(deps: SignInDeps, ctx, input) {
    const email = input.email.toLowerCase();
    const asked = await deps.once(async () => {
      await takeForEmail(ctx, await deps.hashEmail(email));
      const { address, provider } = deps;
      return await askedNext(
        deps,
        await provider.begin({ username: email, address, password: input.password }),
      );
    });
    const givenHash = asked.stage === "new-password" ? await deps.hashPassword(input.password) : undefined;
    return await goOn(asked, { email, endsAt: iso(ctx.clock.now() + CHALLENGE_MS), givenHash, used: [] });
  },
});

/** A password of one's own in place of the one that came with the invitation. */
export const newPassword = operation({
  action: "session.new-password",
  allow: ["anonymous"],
  input: authRoutes.newPassword.input,
  async run(deps: SignInDeps, ctx, { password }) {
    const step = await loadStep(deps, ctx, "new-password");
    const { email, username, endsAt, cognitoSession: session } = step;
    // Whoever invited them knows the given one.
    if ((await deps.hashPassword(password)) === step.givenHash) throw samePassword();
    const asked = await deps.once(async () => {
      await takeForEmail(ctx, await deps.hashEmail(email));
      const { address, provider } = deps;
      const answer = { username, address, session, password };
      return await askedNext(deps, await provider.answerNewPassword(answer));
    });
    return await goOn(asked, { email, endsAt, used: [consumePresession(step, signInExpired)] });
  },
});
