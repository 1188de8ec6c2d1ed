import { For } from "solid-js";
import type { Trouble } from "../lib/trouble.ts";
import { Empty } from "../features/tasks/queue-list.tsx";
import { Icon } from "../ui/icon.tsx";
import { ICON_PATHS, type IconName } from "../ui/icon-paths.ts";
import { Note, TroubleNote } from "../ui/note.tsx";
import { BackLink, EmergencyLine, Skeleton } from "../ui/page.tsx";
import { State, type Tone } from "../ui/state.tsx";
import { Sample, Section } from "./section.tsx";

const TONES = {
  neutral: "clock",
  info: "eye",
  ok: "shield-check",
  warn: "wifi-off",
  danger: "octagon-x",
  next: "rotate-ccw",
} as const satisfies Record<Tone, IconName>;
const EACH_TONE = Object.entries(TONES) as readonly (readonly [Tone, IconName])[];

const TROUBLES: readonly Trouble[] = [
  { kind: "offline", code: "offline" },
  { kind: "forbidden", code: "forbidden", requestID: "5f2b0c0e" },
  { kind: "missing", code: "not-found", requestID: "5f2b0c0e" },
  { kind: "conflict", code: "conflict", requestID: "5f2b0c0e" },
  { kind: "limit", code: "limit", retryAfterSeconds: 61 },
  { kind: "server", code: "internal", requestID: "5f2b0c0e" },
  { kind: "store", code: "store" },
  { kind: "unreadable", code: "unreadable" },
];

/** What tells: states, notes, what went wrong, and what is not there yet. */
export function Notices() {
  return (
    <>
      <Section title="States, notes">
        <Sample name="states, with and without a ground">
          <div class="row">
            <For each={EACH_TONE}>{([tone, icon]) => <State state={{ tone, icon, word: tone }} />}</For>
          </div>
          <div class="row">
            <For each={EACH_TONE}>{([tone, icon]) => <State state={{ tone, icon, word: tone }} bare />}</For>
          </div>
        </Sample>
        <For each={EACH_TONE}>
          {([tone]) => (
            <Sample name={`note, ${tone}`}>
              <Note tone={tone} title="First what is so.">
                <p>Then what to do. What you sent is safe.</p>
              </Note>
            </Sample>
          )}
        </For>
        <Sample name="always on the sender’s pages">
          <EmergencyLine />
        </Sample>
        <Sample name="the way back">
          <div class="page-head">
            <BackLink href="#" word="Radiology" />
          </div>
        </Sample>
      </Section>
      <Section title="Empty, loading, failed">
        <Sample name="empty">
          <section class="sheet flush" aria-label="empty">
            <Empty title="Nothing here" text="New work shows here as soon as it has come in whole." />
          </section>
        </Sample>
        <Sample name="loading">
          <Skeleton />
        </Sample>
        <For each={TROUBLES}>
          {(trouble) => (
            <Sample name={`failed, ${trouble.kind}`}>
              <TroubleNote trouble={trouble} onRetry={trouble.kind === "unreadable" ? undefined : () => {}} />
            </Sample>
          )}
        </For>
      </Section>
      <Section title="Icons">
        <Sample name="always beside words" wide>
          <ul class="row">
            <For each={Object.keys(ICON_PATHS) as IconName[]}>
              {(name) => (
                <li class="row small">
                  <Icon name={name} /> {name}
                </li>
              )}
            </For>
          </ul>
        </Sample>
      </Section>
    </>
  );
}
