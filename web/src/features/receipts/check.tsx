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
import type { CheckState } from "./machine.ts";
import { RECEIPT_WORDS as WORDS } from "./words.ts";

const TONES: Readonly<Record<ReceiptVerdict["kind"], Tone>> = {
  valid: "ok",
  altered: "danger",
  "not-signed-by": "warn",
  malformed: "warn",
};

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
          <Match when={as("checked")}>{(checked) => <Verdict verdict={checked().verdict} />}</Match>
        </Switch>
      </div>
      <details class="own-keys">
        <summary>{WORDS.ownKeys}</summary>
        <div class="stack">
          <p class="small muted">{WORDS.ownKeysText}</p>
          <ChooseFile label={WORDS.chooseKeys} picker="keys" onChoose={(file) => void page.useKeys(file)} />
          <p class="small" role="status">
            {keysSaid(page.keyCount())}
          </p>
        </div>
      </details>
    </div>
  );
}

function keysSaid(count: number | null | undefined): string {
  if (count === undefined) return "";
  return count === null ? WORDS.keysMalformed : WORDS.ownKeysTaken(count);
}

function Verdict(props: { readonly verdict: ReceiptVerdict }) {
  const words = () => WORDS.verdicts[props.verdict.kind];
  const receipt = () => (props.verdict.kind === "malformed" ? undefined : props.verdict.receipt);
  const fingerprint = () => (props.verdict.kind === "valid" ? props.verdict.fingerprint : undefined);
  return (
    <>
      <Note tone={TONES[props.verdict.kind]} title={words().title}>
        <p>{words().text}</p>
      </Note>
      <Show when={receipt()}>{(found) => <Facts receipt={found()} fingerprint={fingerprint()} />}</Show>
    </>
  );
}

/** What a receipt says; without the key's fingerprint, that nothing of it was proven. */
function Facts(props: { readonly receipt: SignedReceipt; readonly fingerprint: string | undefined }) {
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
        <h2 id="receipt-says">{props.fingerprint === undefined ? WORDS.says : WORDS.haveProven}</h2>
        <dl class="pairs">
          {rows()
            .filter(([, value]) => value !== undefined)
            .map(([label, value]) => (
              <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          <Show when={props.fingerprint}>
            {(fingerprint) => (
              <div>
                <dt>{WORDS.keyFingerprint}</dt>
                <dd>
                  <span class="mono small">{fingerprint()}</span>
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
