import { createOpener, readAll } from "@postern/client";
import { intakeRoutes, type SubmissionID } from "@postern/contract";
import type { Page, Route } from "playwright-core";
import { listVersions } from "../support/arrival.ts";
import { digestOfStream } from "../support/large-file.ts";
import { statesOf } from "../support/sealed-package.ts";
import type { SignedIn, World } from "../support/world.ts";
import type { ChosenFile } from "./sending.ts";

/** A text of several parts; `seed` makes it this one and no other. */
export function longText(name: string, seed: string, mebibytes = 20): ChosenFile {
  const line = `${seed} `.padEnd(64, ".");
  return { name, mimeType: "text/plain", buffer: Buffer.from(line.repeat((mebibytes * 1024 ** 2) / 64)) };
}

/** Where sealed bytes are on their way, and can be held. */
export interface PartGate {
  /** Resolves when a part is held. */
  readonly held: Promise<void>;
  /** Lets go what is held, and all that comes. */
  open(): Promise<void>;
}

/** Lets so many parts through and holds the others. */
export async function gateParts(page: Page, passes: number): Promise<PartGate> {
  const isPart = (url: URL) => url.searchParams.has("X-Amz-Signature");
  const waiting: Route[] = [];
  let passed = 0;
  let isOpen = false;
  let tell = () => {};
  const held = new Promise<void>((resolve) => (tell = resolve));
  // What was cancelled meanwhile can go on no more.
  const pass = (route: Route) => route.continue().catch(() => undefined);
  await page.route(isPart, (route) => {
    if (isOpen || route.request().method() !== "PUT" || passed < passes) {
      passed += 1;
      return pass(route);
    }
    waiting.push(route);
    tell();
    return Promise.resolve();
  });
  return {
    held,
    async open() {
      isOpen = true;
      await Promise.all(waiting.splice(0).map(pass));
    },
  };
}

/** The newest submission of a person. @throws Error when there is none */
export async function newestOf({ api }: SignedIn) {
  const { submissions } = await api.call(intakeRoutes.listSubmissions, {});
  const [newest] = submissions;
  if (newest === undefined) throw new Error("nothing was sent");
  return newest;
}

/** What came in of a submission: each file as its sender opens it again. */
export async function openedFiles(who: SignedIn, submissionID: SubmissionID): Promise<readonly Uint8Array[]> {
  const { documents } = await who.api.call(intakeRoutes.readSubmission, { submissionID });
  const opener = createOpener(who);
  const files: Uint8Array[] = [];
  for (const document of documents) {
    if (document.kind !== "document" || document.state === "abandoned") continue;
    const { stream } = await opener.openDocument({ submissionID, document });
    files.push(await readAll(stream));
  }
  return files;
}

/** As `openedFiles`, for files too large to be in memory: the SHA-256 of each, in hex. */
export async function openedDigests(who: SignedIn, submissionID: SubmissionID): Promise<readonly string[]> {
  const { documents } = await who.api.call(intakeRoutes.readSubmission, { submissionID });
  const opener = createOpener(who);
  const digests: string[] = [];
  for (const document of documents) {
    if (document.kind !== "document" || document.state === "abandoned") continue;
    const { stream } = await opener.openDocument({ submissionID, document });
    digests.push(await digestOfStream(stream));
  }
  return digests;
}

/** What is left of a submission: its rows with their states, and how many objects lie in the bucket. */
export async function leftOf(world: World, submissionID: SubmissionID) {
  const { head: _, ...documents } = await statesOf(world, submissionID);
  const objects = (await listVersions(world)).filter(({ key }) => key.includes(`/${submissionID}/`));
  return { documents: Object.values(documents), objects: objects.length };
}

/** What the files alone have become, whatever lists of them were sealed on the way, and how many objects they lie in. */
export async function filesLeft(world: World, { api }: SignedIn, submissionID: SubmissionID) {
  const { documents } = await api.call(intakeRoutes.readSubmission, { submissionID });
  const files = documents.filter(({ kind }) => kind === "document");
  const lists = documents.filter(({ kind, state }) => kind === "manifest" && state !== "abandoned");
  const keys = (await listVersions(world)).map(({ key }) => key);
  return {
    files: files.map(({ state }) => state),
    lists: lists.map(({ state }) => state),
    objects: keys.filter((key) => files.some(({ documentID }) => key.includes(`/${documentID}/`))).length,
  };
}
