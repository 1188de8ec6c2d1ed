import { createSignal } from "solid-js";
import { SubmitButton } from "../features/sign-in/password-form.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choice, Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { MoreButton } from "../ui/more.tsx";
import { Sample, Section } from "./section.tsx";

const URGENCIES = [
  { value: "routine", word: "Routine", hint: "Within 5 working days" },
  { value: "soon", word: "Soon" },
  { value: "urgent", word: "Urgent", hint: "Within 24 hours" },
] as const;

/** What is pressed, typed into and chosen from. */
export function Controls() {
  return (
    <>
      <Buttons />
      <Fields />
      <Dialogs />
    </>
  );
}

function Buttons() {
  const looks = ["primary", "secondary", "quiet", "danger", "danger-fill"];
  const press = (look: string, state: Record<string, string>) => (
    <button class={`btn ${look}`} type="button" {...state}>
      {look}
    </button>
  );
  return (
    <Section title="Buttons">
      <Sample name="ready">
        <div class="row">{looks.map((look) => press(look, {}))}</div>
      </Sample>
      <Sample name="not yet: it stays findable and says why beside it">
        <div class="row">{looks.map((look) => press(look, { "aria-disabled": "true" }))}</div>
      </Sample>
      <Sample name="with icon, icon alone, pressed">
        <div class="row">
          <button class="btn secondary" type="button">
            <Icon name="refresh-cw" />
            Try again
          </button>
          <button class="btn icon-only" type="button" aria-label="Close">
            <Icon name="x" />
          </button>
          <button class="chip" type="button" aria-pressed="false">
            Referrals
          </button>
          <button class="chip" type="button" aria-pressed="true">
            Urgent first
          </button>
        </div>
      </Sample>
      <Sample name="the one main act, and at work">
        <div class="stack">
          <SubmitButton word="Sign in" isBusy={false} />
          <SubmitButton word="Signing in" isBusy />
        </div>
      </Sample>
      <Sample name="more of a list: ready, at work, failed">
        <div class="stack">
          <MoreButton pages={pages({})} word="Show more" />
          <MoreButton pages={pages({ isBusy: () => true })} word="Show more" />
          <MoreButton
            pages={pages({ trouble: () => ({ kind: "offline", code: "offline" }) })}
            word="Show more"
          />
        </div>
      </Sample>
    </Section>
  );
}

const pages = (state: Partial<Parameters<typeof MoreButton>[0]["pages"]>) => ({
  items: () => [],
  hasMore: () => true,
  isBusy: () => false,
  trouble: () => undefined,
  more: async () => {},
  ...state,
});

function Fields() {
  const [urgency, setUrgency] = createSignal<(typeof URGENCIES)[number]["value"]>("routine");
  return (
    <Section title="Fields">
      <Sample name="empty, with a hint">
        <Field label="Birth date" hint="For example, Mar 4, 1971">
          {(ties) => <input {...ties()} class="input" type="text" autocomplete="off" />}
        </Field>
      </Sample>
      <Sample name="with an error">
        <Field label="Practice NPI" hint="10 digits" error="An NPI has 10 digits. You typed 9.">
          {(ties) => <input {...ties()} class="input" type="text" autocomplete="off" value="123456789" />}
        </Field>
      </Sample>
      <Sample name="one of many">
        <Field label="Where should it go?">
          {(ties) => (
            <select {...ties()} class="input">
              <option>Riverside, main house</option>
              <option>Riverside, on the hill</option>
            </select>
          )}
        </Field>
      </Sample>
      <Sample name="many words">
        <Field label="Note" hint="Under seal">
          {(ties) => <textarea {...ties()} class="input" rows={3} />}
        </Field>
      </Sample>
      <Sample name="code: empty and refused">
        <Field label="Code from your app">
          {(ties) => <input {...ties()} class="input lg code" type="text" inputmode="numeric" />}
        </Field>
        <Field label="Code from your app, again" error="That code did not work. Wait for the next one.">
          {(ties) => (
            <input {...ties()} class="input lg code" type="text" inputmode="numeric" value="031337" />
          )}
        </Field>
      </Sample>
      <Sample name="one of few">
        <Choice
          legend="How urgent is it?"
          name="gallery-urgency"
          options={URGENCIES}
          value={urgency()}
          onChange={setUrgency}
        />
      </Sample>
      <Sample name="yes or no">
        <label class="check">
          <input type="checkbox" checked />
          <span>I have put these codes in a safe place</span>
        </label>
      </Sample>
    </Section>
  );
}

function Dialogs() {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Section title="Dialog">
      <Sample name="a question that must be answered or left">
        <button class="btn secondary" type="button" onClick={() => setOpen(true)}>
          Open the dialog
        </button>
        <Dialog isOpen={isOpen()} title="Remove letter.pdf?" onClose={() => setOpen(false)}>
          <p class="muted">It was not sent. You can add it again later.</p>
          <div class="foot">
            <button class="btn secondary" type="button" onClick={() => setOpen(false)}>
              Keep it
            </button>
            <button class="btn danger-fill" type="button" onClick={() => setOpen(false)}>
              Remove it
            </button>
          </div>
        </Dialog>
      </Sample>
    </Section>
  );
}
