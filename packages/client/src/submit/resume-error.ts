import type { DocumentID } from "@postern/contract";

/** A file has the size of one that was begun, and other bytes. Nothing of this run was sent. */
export class ChangedFile extends Error {
  override readonly name = "ChangedFile";
  readonly fileIndex: number;
  /** The document that was begun with other bytes. */
  readonly documentID: DocumentID;

  constructor(fileIndex: number, documentID: DocumentID) {
    super("this file has changed since its upload was begun");
    this.fileIndex = fileIndex;
    this.documentID = documentID;
  }
}

/** Documents of this submission fit none of the files that were chosen. Nothing of this run was sent. */
export class MissingFiles extends Error {
  override readonly name = "MissingFiles";
  /** Sizes are of the files as they were before sealing. */
  readonly missing: readonly { readonly documentID: DocumentID; readonly sizeBytes: number }[];

  constructor(missing: MissingFiles["missing"]) {
    super("files that were begun are not among those chosen");
    this.missing = missing;
  }
}
