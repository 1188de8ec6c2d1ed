import { readAll } from "./read-all.ts";
import {
  LIMITS,
  type DocumentView,
  type RoutingFacts,
  type SessionView,
  type SubmissionID,
} from "@postern/contract";
import {
  AWS_KMS_PROVIDER_ID,
  DEFAULT_FRAME_LENGTH_BYTES,
  MAX_HEADER_BYTES,
  openMessage,
  plaintextSizeBytes,
  serializeHeader,
} from "@postern/envelope";
import type { Api } from "../api.ts";
import { fromBase64 } from "../base64.ts";
import { requestKey, type Device, type OpenedRelease } from "../device/index.ts";
import { patienceOf, type PatienceOptions } from "../patience.ts";
import { compareManifest, findManifest, parseManifest, type OpenedManifest } from "./manifest.ts";
import { fetchSealed } from "./sealed.ts";
import { UnreadableDocument, unreadableOf } from "./unreadable.ts";

export interface OpenerOptions extends Omit<PatienceOptions, "signal"> {
  readonly api: Api;
  readonly device: Device;
  readonly session: Pick<SessionView, "handle" | "clinicID">;
  /** Reaches the bucket; the system's own when left out. */
  readonly fetch?: typeof fetch | undefined;
}

export interface OpenedDocument {
  /**
   * The plaintext. No byte comes out before its frame is authenticated. Fails with UnreadableDocument when the rest is
   * not authentic, with StoreProblem, ApiProblem or the signal's reason when it did not come: what came out before is
   * then not the whole document.
   */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Of the plaintext. */
  readonly sizeBytes: number;
}

/** Opens documents for one session. A submission's key is released once and kept as long as the opener. */
export interface Opener {
  /**
   * Opens a document of a submission.
   *
   * @throws ApiProblem when policy refuses; StoreProblem; HandOverError; UnreadableDocument; the signal's reason
   */
  openDocument(opening: {
    readonly submissionID: SubmissionID;
    readonly document: DocumentView;
    readonly signal?: AbortSignal | undefined;
  }): Promise<OpenedDocument>;
  /**
   * Opens a submission's list and compares it with the record, `facts` and `documents`.
   *
   * @throws as `openDocument` and its stream; UnreadableDocument `manifest-missing`, `manifest-malformed`
   */
  openManifest(opening: {
    readonly submissionID: SubmissionID;
    readonly documents: readonly DocumentView[];
    readonly facts: RoutingFacts;
    readonly signal?: AbortSignal | undefined;
  }): Promise<OpenedManifest>;
}

const TAG_SIZE_BYTES = 16;

/** Makes an opener. Drop it when the session ends or locks. */
export function createOpener(options: OpenerOptions): Opener {
  const { api, device, session } = options;
  const keys = new Map<SubmissionID, Promise<OpenedRelease>>();

  /** Not bound to one caller's signal: others may wait for the same key. */
  function keyOf(submissionID: SubmissionID): Promise<OpenedRelease> {
    const known = keys.get(submissionID);
    if (known !== undefined) return known;
    const asking = { api, device, session, submissionID, purpose: "read" } as const;
    const asked = requestKey(asking, patienceOf({ wait: options.wait, random: options.random }));
    keys.set(submissionID, asked);
    asked.catch(() => keys.delete(submissionID));
    return asked;
  }

  const openDocument: Opener["openDocument"] = async ({ submissionID, document, signal }) => {
    const patience = patienceOf({ wait: options.wait, random: options.random, signal });
    patience.signal.throwIfAborted();
    const key = await keyOf(submissionID);
    const sizeBytes = plaintextSizeOf(key, document);
    const fetching = { api, patience, fetch: options.fetch ?? fetch };
    const sealed = await fetchSealed(fetching, submissionID, document);
    const expected = { ...expectedOf(key), messageID: fromBase64(document.messageID) };
    const opened = openMessage({ dataKey: key.dataKey, expected }, sealed);
    return { stream: mapErrors(opened, unreadableOf), sizeBytes };
  };

  return {
    openDocument,
    async openManifest({ submissionID, documents, facts, signal }) {
      const document = findManifest(documents);
      if (document.sealedSizeBytes > LIMITS.manifestSizeBytes + MAX_HEADER_BYTES) {
        throw new UnreadableDocument("manifest-malformed");
      }
      const { stream } = await openDocument({ submissionID, document, signal });
      const bytes = await readAll(stream);
      return compareManifest(parseManifest(bytes), facts, documents);
    },
  };
}

function expectedOf({ context, wrappedKey, keyARN }: OpenedRelease) {
  return { context, wrappedKey, keyARN, frameLengthBytes: DEFAULT_FRAME_LENGTH_BYTES };
}

/** The header's length follows from the record, and with it the plaintext's. @throws UnreadableDocument */
function plaintextSizeOf(key: OpenedRelease, document: DocumentView): number {
  const providerInfo = new TextEncoder().encode(key.keyARN);
  try {
    const header = serializeHeader({
      messageID: fromBase64(document.messageID),
      context: key.context,
      encryptedDataKeys: [{ providerID: AWS_KMS_PROVIDER_ID, providerInfo, ciphertext: key.wrappedKey }],
      frameLengthBytes: DEFAULT_FRAME_LENGTH_BYTES,
      commitment: new Uint8Array(32),
    });
    const headerLengthBytes = header.length + TAG_SIZE_BYTES;
    return plaintextSizeBytes(document.sealedSizeBytes, headerLengthBytes, DEFAULT_FRAME_LENGTH_BYTES);
  } catch (cause) {
    throw new UnreadableDocument("record-differs", cause);
  }
}

function mapErrors<Chunk>(
  source: ReadableStream<Chunk>,
  map: (error: unknown) => unknown,
): ReadableStream<Chunk> {
  const reader = source.getReader();
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        try {
          const piece = await reader.read();
          if (piece.done) controller.close();
          else controller.enqueue(piece.value);
        } catch (error) {
          controller.error(map(error));
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
