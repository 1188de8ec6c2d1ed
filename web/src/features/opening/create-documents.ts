import {
  reviewRoutes,
  type DocumentView,
  type Manifest,
  type MediaType,
  type TaskView,
} from "@postern/contract";
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import { TroubleError, troubleOf, type Trouble } from "../../lib/trouble.ts";
import { call } from "../session/session.ts";
import { createOpening } from "./create-opening.ts";
import { createSheets, DRAWN_TYPES, PICTURE_TYPES, type OpenSheets } from "./create-sheets.ts";
import { RefusedDrawing, type Refusal } from "./drawing/protocol.ts";
import { MEDIA_WORDS } from "./words.ts";

/** One document as the sealed list names it. */
export interface ListedDocument {
  readonly document: DocumentView;
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly isPicture: boolean;
  /** Absent when the document is not on the list. */
  readonly mediaType?: MediaType | undefined;
}

/** What the viewer shows. */
export type Shown =
  | { readonly state: "nothing" }
  | { readonly state: "opening"; readonly item: ListedDocument }
  | {
      readonly state: "open";
      readonly item: ListedDocument;
      readonly sheets: OpenSheets;
      readonly at: string;
    }
  | { readonly state: "facts"; readonly item: ListedDocument; readonly why?: Refusal | undefined }
  | { readonly state: "trouble"; readonly item: ListedDocument; readonly trouble: Trouble }
  | { readonly state: "reported" };

/** The documents of a task on their way from locked to shown. Each one opened is a row in the log. */
export function createDocuments(task: () => TaskView, onReported: () => void) {
  const opening = createOpening();
  const sheets = createSheets(opening.deliver);
  const [shown, setShown] = createSignal<Shown>({ state: "nothing" });
  const submissionID = () => task().submissionID;
  onCleanup(sheets.close);

  /** Forgets what was open; keys and workers go with it. */
  function close(): void {
    opening.close();
    sheets.close();
    setShown({ state: "nothing" });
  }
  // Put back, handed over or rejected: what was open is not for this person any more.
  const mayOpen = () => task().may.open;
  createEffect(on(mayOpen, (may) => void (may || close()), { defer: true }));

  const list = () => listOf(task().documents, opening.manifest()?.manifest);

  /** Opens the sealed list, and the first document on it that can be drawn. */
  async function open(): Promise<void> {
    await opening.openManifest(task());
    const first = list().find((item) => canDraw(item));
    if (opening.manifest() !== undefined && first !== undefined) await show(first);
  }

  async function show(item: ListedDocument): Promise<void> {
    sheets.close();
    if (!canDraw(item)) return void setShown({ state: "facts", item });
    const present: Shown = { state: "opening", item };
    setShown(present);
    const next = await shownOf(item, sheets.open(submissionID(), item.document, item.mediaType));
    // Meanwhile another may have been chosen, or all of it closed.
    if (shown() === present) setShown(next);
  }

  /** Puts a document aside that cannot be read; the task goes back to its sender. */
  async function report({ documentID }: DocumentView): Promise<void> {
    const present = shown();
    try {
      await call(reviewRoutes.reportUnreadable, { submissionID: submissionID(), documentID });
      setShown({ state: "reported" });
      onReported();
    } catch (error) {
      if ("item" in present) setShown({ state: "trouble", item: present.item, trouble: troubleOf(error) });
    }
  }

  return {
    opened: opening.manifest,
    isBusy: opening.isBusy,
    trouble: opening.trouble,
    record: () => recordOf(task()),
    list,
    open,
    show,
    report,
    shown,
    isCurrent: (item: ListedDocument) => isOf(shown(), item),
  };
}

/** Whose documents these are, as the record says, and who looks at them. */
function recordOf({ patientName, birthDate, assigneeName, number }: TaskView) {
  return { patientName, birthDate, viewer: assigneeName ?? number };
}

function isOf(present: Shown, { document }: ListedDocument): boolean {
  return "item" in present && present.item.document.documentID === document.documentID;
}

/** What there is to show when a document was opened, or could not be. */
async function shownOf(item: ListedDocument, opening: Promise<OpenSheets>): Promise<Shown> {
  try {
    return { state: "open", item, sheets: await opening, at: new Date().toISOString() };
  } catch (error) {
    if (error instanceof RefusedDrawing) return { state: "facts", item, why: error.why };
    return {
      state: "trouble",
      item,
      trouble: error instanceof TroubleError ? error.trouble : troubleOf(error),
    };
  }
}

type Drawable = ListedDocument & { readonly mediaType: MediaType };

function canDraw(item: ListedDocument): item is Drawable {
  const { mediaType, document } = item;
  return mediaType !== undefined && DRAWN_TYPES.includes(mediaType) && document.state === "verified";
}

/** The live documents of a task under the names that the sealed list gives them. */
function listOf(
  documents: readonly DocumentView[],
  manifest: Manifest | undefined,
): readonly ListedDocument[] {
  return documents
    .filter(({ kind, state }) => kind === "document" && state !== "abandoned")
    .map((document, index) => {
      const entry = manifest?.documents.find(({ documentID }) => documentID === document.documentID);
      return {
        document,
        name: entry?.name ?? `Document ${index + 1}`,
        type: entry === undefined ? "Not on the sender’s list" : MEDIA_WORDS[entry.mediaType],
        sizeBytes: entry?.sizeBytes ?? document.sealedSizeBytes,
        isPicture: entry !== undefined && PICTURE_TYPES.includes(entry.mediaType),
        mediaType: entry?.mediaType,
      };
    });
}

export type DocumentsPage = ReturnType<typeof createDocuments>;
