import type { DocumentView, Manifest, MediaType } from "@postern/contract";
import { entriesOf, inOrder } from "../submissions/in-order.ts";
import { SENDER_WORDS } from "../submissions/words.ts";
import { PICTURE_TYPES, SHOWN_TYPES } from "./create-sheets.ts";
import { OPENING_WORDS, type OpeningWords } from "./words.ts";

/** One document as the sealed list names it. Words of ours follow the language of the page. */
export interface ListedDocument {
  readonly document: DocumentView;
  readonly name: string;
  /** What it is, as its sender says, if anything; and how it is written down: "Lab result, PDF". */
  readonly type: string;
  readonly sizeBytes: number;
  readonly isPicture: boolean;
  /** Absent when the document is not on the list. */
  readonly mediaType?: MediaType | undefined;
}

/** A document that there is a way to show. */
export type ShownDocument = ListedDocument & { readonly mediaType: MediaType };

export function canShow(item: ListedDocument): item is ShownDocument {
  const { mediaType, document } = item;
  return mediaType !== undefined && SHOWN_TYPES.includes(mediaType) && document.state === "verified";
}

export function isOf({ document }: ListedDocument, other: ListedDocument | undefined): boolean {
  return other?.document.documentID === document.documentID;
}

/** The live documents of a submission, named and in the order of the sealed list; what is not on it comes last. */
export function listOf(
  documents: readonly DocumentView[],
  manifest: Manifest | undefined,
  words: OpeningWords = OPENING_WORDS,
): readonly ListedDocument[] {
  const entries = entriesOf(manifest);
  return inOrder(documents, manifest)
    .filter(({ kind, state }) => kind === "document" && state !== "abandoned")
    .map((document, index) => {
      const entry = entries.get(document.documentID);
      return {
        document,
        get name() {
          return entry?.name ?? words.unnamed(index + 1);
        },
        get type() {
          return entry === undefined ? words.unlisted : typeWords(entry);
        },
        sizeBytes: entry?.sizeBytes ?? document.sealedSizeBytes,
        isPicture: entry !== undefined && PICTURE_TYPES.includes(entry.mediaType),
        mediaType: entry?.mediaType,
      };
    });
}

function typeWords({ kind, mediaType }: Manifest["documents"][number]): string {
  const media = OPENING_WORDS.media[mediaType];
  const isSaid = kind === undefined || (kind === "scan" && mediaType === "application/dicom");
  return isSaid ? media : `${SENDER_WORDS.documentKinds[kind]}, ${media}`;
}
