import { For } from "solid-js";
import { CodeForm, EnrolForm } from "../features/sign-in/code-form.tsx";
import { createSignIn } from "../features/sign-in/create-sign-in.ts";
import { SIGN_IN_START, type Fault } from "../features/sign-in/machine.ts";
import { NewPasswordForm, PasswordForm } from "../features/sign-in/password-form.tsx";
import type { Ending } from "../lib/trouble.ts";
import { SESSION_WORDS } from "../features/session/words.ts";
import { Note } from "../ui/note.tsx";
import { Sample, Section } from "./section.tsx";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const ENDINGS: readonly Ending[] = [
  "signed-out",
  "unheard",
  "locked",
  "ended",
  "device-lost",
  "membership-ended",
];

const stay = () => Promise.resolve();

/** Sign-in at one step, where nothing leads on. */
function createStill(fault?: Fault) {
  const state = { ...SIGN_IN_START, ...(fault === undefined ? {} : { fault }) };
  const acts = { password: stay, newPassword: stay, enrolTotp: stay, totp: stay };
  return { ...createSignIn(), state: () => state, acts };
}

const CODE_WRONG: Fault = {
  at: "code",
  name: "code-wrong",
  trouble: { kind: "signed-out", code: "code-wrong" },
};

/** The forms of sign-in, and why one is there. */
export function Gates() {
  const still = createStill();
  const refused = createStill(CODE_WRONG);
  return (
    <Section title="Sign-in">
      <Sample name="password">
        <PasswordForm page={still} />
      </Sample>
      <Sample name="a password of one’s own">
        <NewPasswordForm page={still} minimumLength={12} />
      </Sample>
      <Sample name="code">
        <CodeForm page={still} />
      </Sample>
      <Sample name="code, refused">
        <CodeForm page={refused} />
      </Sample>
      <Sample name="authenticator app">
        <EnrolForm page={still} secret={SECRET} uri={`otpauth://totp/Postern:maya?secret=${SECRET}`} />
      </Sample>
      <Sample name="why one is here">
        <For each={ENDINGS}>
          {(ending) => (
            <Note
              tone={ending === "signed-out" ? "info" : "warn"}
              title={SESSION_WORDS.endings[ending].title}
            >
              <p>{SESSION_WORDS.endings[ending].text}</p>
            </Note>
          )}
        </For>
      </Sample>
    </Section>
  );
}
