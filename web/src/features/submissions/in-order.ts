import type { DocumentID, DocumentView, Manifest } from "@postern/contract";

type Entry = Manifest["documents"][number];

/** The record keeps documents by their ids, which say nothing. What the sealed list does not name comes last. */
export function inOrder(
  documents: readonly DocumentView[],
  manifest: Manifest | undefined,
): readonly DocumentView[] {
  const places = new Map(manifest?.documents.map(({ documentID }, place) => [documentID, place]));
  const placeOf = ({ documentID }: DocumentView) => places.get(documentID) ?? places.size;
  return documents.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** The first and the others of a row: most rows are of one document, that of a study is of its images. */
export type Row<Each> = readonly [Each, ...Each[]];

/**
 * Takes the images of a study together. The list does not name studies; a sender's portal puts the images of one after
 * each other, so what follows each other is one, until a name comes again: then another study has begun.
 */
export function inStudies<Each>(
  list: readonly Each[],
  entryOf: (each: Each) => Pick<Entry, "name" | "mediaType"> | undefined,
): readonly Row<Each>[] {
  const rows: [Each, ...Each[]][] = [];
  let names = new Set<string>();
  for (const each of list) {
    const entry = entryOf(each);
    const isImage = entry?.mediaType === "application/dicom";
    const study = rows.at(-1);
    if (isImage && study !== undefined && names.size > 0 && !names.has(entry.name)) study.push(each);
    else {
      rows.push([each]);
      names = new Set();
    }
    if (isImage) names.add(entry.name);
  }
  return rows;
}

/** The entries of a list, to be found by document. */
export function entriesOf(manifest: Manifest | undefined): ReadonlyMap<DocumentID, Entry> {
  return new Map(manifest?.documents.map((entry) => [entry.documentID, entry]));
}
