import {
  intakeRoutes,
  type SubmissionID,
  type SubmissionState,
  type SubmissionSummary,
  type SubmissionView,
} from "@postern/contract";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Connection } from "../session/connect.ts";
import { sizeText, table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What each state means for its sender. */
export const STATE_WORDS: Readonly<Record<SubmissionState, string>> = {
  open: "begun, not sent yet",
  submitted: "sent, being checked",
  incomplete: "a file has to be sent again, in the portal",
  routed: "with the care team",
  returned: "sent back: the clinic asks for something, in the portal",
  closed: "accepted",
  rejected: "not taken: the reason is in the portal",
  expired: "expired: send it anew",
};

/** Shows one submission. The team's words to its sender stay in the portal: they may tell of the patient. */
export async function showSubmission(
  { api }: Connection,
  terminal: Terminal,
  { submissionID, isJSON }: { readonly submissionID: SubmissionID; readonly isJSON: boolean },
): Promise<ExitCode> {
  const view = await api.call(intakeRoutes.readSubmission, { submissionID });
  terminal.print(isJSON ? JSON.stringify(plainOf(view)) : textOf(view));
  return EXIT.ok;
}

/** Lists the person's submissions, newest first. */
export async function listSubmissions(
  { api }: Connection,
  terminal: Terminal,
  isJSON: boolean,
): Promise<ExitCode> {
  const rows: SubmissionSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call(intakeRoutes.listSubmissions, cursor === undefined ? {} : { cursor });
    if (isJSON) for (const row of page.submissions) terminal.print(JSON.stringify(row));
    rows.push(...page.submissions);
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (!isJSON) terminal.print(rows.length === 0 ? "Nothing was sent yet." : listOf(rows));
  return EXIT.ok;
}

/** What a program is told of a submission. */
function plainOf({ message, ...view }: SubmissionView) {
  return { ...view, hasMessage: message !== undefined };
}

function listOf(rows: readonly SubmissionSummary[]): string {
  return table(
    ["number", "begun (UTC)", "kind", "state", "id"],
    rows.map(({ number, openedAt, kind, state, submissionID }) => [
      number,
      timeText(openedAt),
      kind,
      STATE_WORDS[state],
      submissionID,
    ]),
  );
}

function textOf(view: SubmissionView): string {
  const { number, submissionID, state, submittedAt, routedAt, dueAt, expiresAt, documents, message } = view;
  const times = [
    ["sent", submittedAt],
    ["with the team", routedAt],
    ["first look promised by", dueAt],
    [state === "expired" ? "ended" : "you can go on with it until", expiresAt],
  ] as const;
  const files = documents.filter(({ kind, state: of }) => kind === "document" && of !== "abandoned");
  return [
    `${number}  ${submissionID}`,
    STATE_WORDS[state],
    ...times.flatMap(([words, at]) => (at === undefined ? [] : [`${words}: ${timeText(at)} UTC`])),
    ...files.map(({ documentID, state: of, sealedSizeBytes, reason }) =>
      [documentID, sizeText(sealedSizeBytes), of, ...(reason === undefined ? [] : [reason])].join("  "),
    ),
    ...(message === undefined ? [] : ["The clinic has written to you: read it in the portal."]),
  ].join("\n");
}

/** `2026-03-01T10:20:30.000Z` as `2026-03-01 10:20`. */
const timeText = (at: string) => at.slice(0, 16).replace("T", " ");
