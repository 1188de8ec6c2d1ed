import type { ReceiptVerdict } from "@postern/client";
import type { SignedReceipt } from "@postern/contract";
import { Match, Show, Switch } from "solid-js";
import { formatDated } from "../../lib/format.ts";
import { Note } from "../../ui/note.tsx";
import type { Tone } from "../../ui/state.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { createCheck } from "./create-check.ts";
import { ChooseFile } from "./choose-file.tsx";
import { ReceiptLines } from "./lines.tsx";
import type { CheckState, Checked } from "./machine.ts";
import { RECEIPT_WORDS as WORDS } from "./words.ts";

const TONES: Readonly<Record<ReceiptVerdict["kind"], Tone>> = {
  valid: "ok",
  altered: "danger",
  "not-signed-by": "warn",
  malformed: "warn",
};
/** Keys of a file may be anyone's: what fits them is not proven to be the clinic's. */
const toneOf = ({ verdict, keysFrom }: Checked): Tone =>
  verdict.kind === "valid" && keysFrom === "file" ? "info" : TONES[verdict.kind];

/** Choose a receipt, and read what can be said of it. */
export function CheckReceipt() {
  const page = createCheck();
  const as = <Name extends CheckState["name"]>(name: Name) => {
    const state = page.state();
    return state.name === name ? (state as Extract<CheckState, { name: Name }>) : undefined;
  };
  return (
    <div class="stack loose">
      <ChooseFile
        label={WORDS.choose}
        hint={WORDS.checkPrivate}
        picker="receipt"
        isMain
        isDropped={page.state().name === "waiting"}
        onChoose={(file) => void page.check(file)}
      />
      <div role="status" class="stack">
        <Switch>
          <Match when={as("checking")}>
            <p class="muted">{WORDS.checking}</p>
          </Match>
          <Match when={as("failed")}>
            {(failed) => (
              <Note tone="warn">
                <p>{WORDS[failed().why]}</p>
              </Note>
            )}
          </Match>
          <Match when={as("checked")}>{(checked) => <Verdict found={checked()} />}</Match>
        </Switch>
      </div>
      <OwnKeys page={page} />
    </div>
  );
}

/** Keys of one's own instead of the portal's: while they are used it is said in the open, with the way back. */
function OwnKeys(props: { readonly page: ReturnType<typeof createCheck> }) {
  let summary: HTMLElement | undefined;
  function goBack(): void {
    props.page.usePortalKeys();
    summary?.focus();
  }
  const used = () => props.page.keyCount();
  return (
    <div class="stack">
      <div role="status">
        <Show when={used() !== undefined}>
          <Note tone="info">
            <p>{WORDS.ownKeysTaken(used() ?? 0)}</p>
            <button class="btn secondary" type="button" onClick={goBack}>
              {WORDS.portalKeys}
            </button>
          </Note>
        </Show>
      </div>
      <details class="own-keys">
        <summary ref={(element) => (summary = element)}>{WORDS.ownKeys}</summary>
        <div class="stack">
          <p class="small muted">{WORDS.ownKeysText}</p>
          <ChooseFile
            label={WORDS.chooseKeys}
            picker="keys"
            isDropped={used() === undefined && !props.page.isNoKeys()}
            onChoose={(file) => void props.page.useKeys(file)}
          />
          <p class="small" role="status">
            {props.page.isNoKeys() ? WORDS.keysMalformed : ""}
          </p>
        </div>
      </details>
    </div>
  );
}

function Verdict(props: { readonly found: Checked }) {
  const verdict = () => props.found.verdict;
  const words = () => WORDS.verdicts[props.found.keysFrom][verdict().kind];
  const proven = () => {
    const found = verdict();
    if (found.kind !== "valid") return undefined;
    const title = props.found.keysFrom === "portal" ? WORDS.haveProven : WORDS.fitsKeys;
    return { title, fingerprint: found.fingerprint };
  };
  const receipt = () => {
    const found = verdict();
    return found.kind === "malformed" ? undefined : found.receipt;
  };
  return (
    <>
      <Note tone={toneOf(props.found)} title={words().title}>
        <p>{words().text}</p>
      </Note>
      <Show when={receipt()}>{(found) => <Facts receipt={found()} proven={proven()} />}</Show>
    </>
  );
}

/** What a receipt says, and what of that is proven by which key. */
function Facts(props: {
  readonly receipt: SignedReceipt;
  readonly proven: { readonly title: string; readonly fingerprint: string } | undefined;
}) {
  const rows = () => {
    const { clinicName, locationName, number, round, kind, issuedAt, dueAt } = props.receipt;
    return [
      [WORDS.clinic, clinicName],
      [WORDS.location, locationName],
      [WORDS.number, number],
      [WORDS.round, round === 1 ? undefined : String(round)],
      [WORDS.kind, SHARED.kinds[kind]],
      [WORDS.received, formatDated(issuedAt)],
      [WORDS.firstLook, formatDated(dueAt)],
    ] as const;
  };
  return (
    <article class="receipt" aria-labelledby="receipt-says">
      <div class="part">
        <h2 id="receipt-says">{props.proven?.title ?? WORDS.says}</h2>
        <dl class="pairs">
          {rows()
            .filter(([, value]) => value !== undefined)
            .map(([label, value]) => (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          <Show when={props.proven}>
            {(proven) => (
              <div>
                <dt>{WORDS.keyFingerprint}</dt>
                <dd>
                  <span class="mono small">{proven().fingerprint}</span>
                  <p class="tiny muted">{WORDS.keyTrust}</p>
                </dd>
              </div>
            )}
          </Show>
        </dl>
      </div>
      <ReceiptLines receipt={props.receipt} />
    </article>
  );
}
