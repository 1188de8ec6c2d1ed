import type { AuditEventView } from "@postern/contract";
import { For, Show, createSignal, createUniqueId, type JSX } from "solid-js";
import { formatExact } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { PersonID } from "@postern/contract";
import { auditHref } from "./filter.ts";
import { actionWords, AUDIT_WORDS as WORDS, outcomeState } from "./words.ts";

/** One row of the log, which opens to all that it holds. */
export function Entry(props: { readonly event: AuditEventView }) {
  const [isOpen, setOpen] = createSignal(false);
  const id = createUniqueId();
  const isRefused = () => props.event.outcome !== "ok";
  return (
    <>
      <tr role="row" data-refused={isRefused() ? "" : undefined}>
        <td role="cell" class="l-when">
          <time dateTime={props.event.at}>{formatExact(props.event.at)}</time>
        </td>
        <td role="cell" class="l-who">
          <span class="who">{props.event.actorName ?? SHARED.roles[props.event.role]}</span>
          <small classList={{ mono: props.event.actorName === undefined }}>
            {props.event.actorName === undefined ? props.event.actorID : SHARED.roles[props.event.role]}
          </small>
        </td>
        <td role="cell" class="l-did">
          <button
            class="entry-open"
            type="button"
            aria-expanded={isOpen()}
            aria-controls={isOpen() ? id : undefined}
            onClick={() => setOpen(!isOpen())}
          >
            {actionWords(props.event.action)}
            <Icon name="chevron-right" />
          </button>
          <small class="mono">{props.event.action}</small>
        </td>
        <td role="cell" class="l-why">
          <State state={outcomeState(props.event.outcome)} bare={!isRefused()} />
          <Show when={props.event.code}>
            <small class="mono">{props.event.code}</small>
          </Show>
        </td>
        <td role="cell" class="l-about">
          <Show when={aboutOf(props.event)}>{(about) => <small class="mono">{about()}</small>}</Show>
        </td>
      </tr>
      <Show when={isOpen()}>
        <tr role="row" id={id} class="l-more">
          <td role="cell" colspan={5}>
            <Details event={props.event} />
          </td>
        </tr>
      </Show>
    </>
  );
}

/** The narrowest thing that an event is about. */
function aboutOf({ documentID, submissionID, entityID, patientID }: AuditEventView): string | undefined {
  return documentID ?? submissionID ?? entityID ?? patientID;
}

/** Everything that the row holds, and two ways on. */
function Details(props: { readonly event: AuditEventView }) {
  const personID = () => PersonID.safeParse(props.event.actorID).data;
  return (
    <div class="entry-more">
      <dl class="pairs">
        <For each={pairsOf(props.event)}>
          {([term, text]) => (
            <div>
              <dt>{term}</dt>
              <dd class="mono small">{text}</dd>
            </div>
          )}
        </For>
      </dl>
      <p class="entry-ways">
        <Show when={personID()}>
          {(id) => (
            <Way href={auditHref({ personID: id(), month: props.event.at.slice(0, 7) })}>
              {WORDS.onlyPerson}
            </Way>
          )}
        </Show>
        <Show when={props.event.submissionID}>
          {(submissionID) => (
            <Way href={auditHref({ submissionID: submissionID() })}>{WORDS.onlySubmission}</Way>
          )}
        </Show>
      </p>
    </div>
  );
}

function Way(props: { readonly href: string; readonly children: JSX.Element }) {
  return (
    <a class="btn quiet" href={props.href}>
      {props.children}
    </a>
  );
}

function pairsOf(event: AuditEventView): readonly (readonly [string, string])[] {
  const all: readonly (readonly [string, string | undefined])[] = [
    [WORDS.entry, event.eventID],
    [WORDS.exactly, event.at],
    [WORDS.who, event.actorID],
    [WORDS.code, event.code],
    [WORDS.patient, event.patientID],
    [WORDS.submission, event.submissionID],
    [WORDS.document, event.documentID],
    [WORDS.other, event.entityID],
    [WORDS.request, event.requestID],
    [WORDS.address, event.addressHash === undefined ? undefined : `${event.addressHash}…`],
  ];
  return all.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
}
