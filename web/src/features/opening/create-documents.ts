import { reviewRoutes, type DocumentView, type Manifest, type TaskView } from "@postern/contract";
import { createEffect, createSignal, on } from "solid-js";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import { call } from "../session/session.ts";
import { createOpening } from "./create-opening.ts";
import { PICTURE_TYPES } from "./picture.ts";
import type { PictureRefusal } from "./protocol.ts";
import { MEDIA_WORDS } from "./words.ts";

/** One document as the sealed list names it. */
export interface ListedDocument {
  readonly document: DocumentView;
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly isPicture: boolean;
}

/** What the viewer shows. */
export type Shown =
  | { readonly state: "nothing" }
  | { readonly state: "opening"; readonly item: ListedDocument }
  | { readonly state: "picture"; readonly item: ListedDocument; readonly bitmap: ImageBitmap }
  | { readonly state: "facts"; readonly item: ListedDocument; readonly why?: PictureRefusal | undefined }
  | { readonly state: "trouble"; readonly item: ListedDocument; readonly trouble: Trouble }
  | { readonly state: "reported" };

/** The documents of a task on their way from locked to shown. Each one opened is a row in the log. */
export function createDocuments(task: () => TaskView, onReported: () => void) {
  const opening = createOpening();
  const [shown, setShown] = createSignal<Shown>({ state: "nothing" });
  const submissionID = () => task().submissionID;

  // Put back, handed over or rejected: what was open is not for this person any more.
  createEffect(
    on(
      () => task().may.open,
      (mayOpen) => {
        if (mayOpen) return;
        opening.close();
        setShown({ state: "nothing" });
      },
      { defer: true },
    ),
  );

  const list = () => listOf(task().documents, opening.manifest()?.manifest);

  /** Opens the sealed list, and the first picture on it. */
  async function open(): Promise<void> {
    await opening.openManifest(task());
    const first = list().find(({ isPicture, document }) => isPicture && document.state === "verified");
    if (opening.manifest() !== undefined && first !== undefined) await show(first);
  }

  async function show(item: ListedDocument): Promise<void> {
    if (!item.isPicture || item.document.state !== "verified") return void setShown({ state: "facts", item });
    setShown({ state: "opening", item });
    const isStill = () => isCurrent(item);
    try {
      const picture = await opening.openPicture(submissionID(), item.document);
      if (!isStill()) return;
      if (picture.isShown) setShown({ state: "picture", item, bitmap: picture.bitmap });
      else setShown({ state: "facts", item, why: picture.why });
    } catch (error) {
      if (isStill()) setShown({ state: "trouble", item, trouble: troubleOf(error) });
    }
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

  function isCurrent({ document }: ListedDocument): boolean {
    const present = shown();
    return "item" in present && present.item.document.documentID === document.documentID;
  }

  return {
    opened: opening.manifest,
    isBusy: opening.isBusy,
    trouble: opening.trouble,
    list,
    open,
    show,
    report,
    shown,
    isCurrent,
  };
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
      };
    });
}

export type DocumentsPage = ReturnType<typeof createDocuments>;
