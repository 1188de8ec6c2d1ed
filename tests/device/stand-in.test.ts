import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceDocuments, StoreProblem, submitPackage, type SourceFile } from "@postern/client";
import type { DocumentID } from "@postern/contract";
import { FACTS } from "./fake-clinic.ts";
import { fileOf, picture, startSender, type Sender } from "./sender.ts";

let sender: Sender;
/** Two documents that were put aside: the first one's stand-in has come in whole, the second one's broke off. */
let aside: readonly DocumentID[];
let standIns: Map<DocumentID, DocumentID>;
const arrived = picture(900);
const brokenOff = picture(950);

beforeEach(async () => {
  sender = await startSender();
  standIns = new Map();
  const { clinic } = sender;
  const files = [fileOf("front.jpg", picture(700)), fileOf("back.jpg", picture(800))];
  await submitPackage({ ...sender, facts: FACTS, files });
  const views = clinic.live.filter(({ kind }) => kind === "document");
  for (const view of views) view.state = "quarantined";
  clinic.state = "incomplete";
  aside = views.map(({ documentID }) => documentID);
  const breaking = replace(fileOf("better.jpg", arrived), (standInID) => {
    clinic.row(standInID).view.state = "verified";
    clinic.server.plant({ on: /^PUT /, times: 1, answer: { status: 404 } });
  });
  const failure: unknown = await breaking.catch((error: unknown) => error);
  if (!(failure instanceof StoreProblem)) throw new Error("the first try did not break", { cause: failure });
});
afterEach(() => sender.clinic.server.close());

/** @param onFirstSent told the id of the first stand-in, once its bytes are there */
function replace(first: SourceFile, onFirstSent?: (standInID: DocumentID) => void, second = brokenOff) {
  const files = [first, fileOf("back again.jpg", second)];
  return replaceDocuments({
    ...sender,
    submissionID: sender.clinic.submissionID,
    replacements: aside.map((documentID, index) => ({ documentID, file: files[index] ?? first })),
    standIns,
    isRepeat: standIns.size > 0,
    onStandIn: (documentID, standInID) => void standIns.set(documentID, standInID),
    onProgress: ({ phase, fileIndex }) => {
      const [standInID] = standIns.values();
      if (phase === "sent" && fileIndex === 0 && standInID !== undefined) onFirstSent?.(standInID);
    },
  });
}

const puts = () => sender.clinic.server.seen.filter((name) => name.startsWith("PUT ")).length;

describe("a file whose stand-in broke off", () => {
  const attempts = () => sender.clinic.server.seen.filter((name) => name.endsWith("/attempts")).length;
  const attemptOfSecond = () => sender.clinic.row([...standIns.values()][1] ?? "").view.attemptID;

  it("is gone on with when it is chosen again", async () => {
    const before = attemptOfSecond();
    await replace(fileOf("better.jpg", arrived));
    expect([attempts(), attemptOfSecond()]).toEqual([0, before]);
    expect(sender.clinic.state).toBe("submitted");
  });

  it.each([
    ["another size", picture(951)],
    ["the same size", picture(950)],
  ])("is begun anew under a new message id when another file is chosen: of %s", async (_, bytes) => {
    const before = attemptOfSecond();
    await replace(fileOf("better.jpg", arrived), undefined, bytes);
    expect(attempts()).toBe(1);
    expect(attemptOfSecond()).not.toBe(before);
    expect(sender.clinic.state).toBe("submitted");
    const ciphertexts = [...sender.clinic.bucket.arrived.values()].map((digests) => digests.size);
    expect(ciphertexts).toEqual(ciphertexts.map(() => 1));
  });
});

describe("a file whose stand-in has come in whole", () => {
  it("is not sent again when it is chosen again, whatever it is called now", async () => {
    const before = puts();
    await replace(fileOf("renamed.jpg", arrived));
    expect(puts() - before).toBe(2);
    expect(sender.clinic.state).toBe("submitted");
  });

  it.each([
    ["another size", picture(901)],
    ["the same size", picture(900)],
  ])("never lends its bytes to another file's name: of %s", async (_, bytes) => {
    const before = puts();
    await expect(replace(fileOf("other.jpg", bytes))).rejects.toMatchObject({
      name: "ArrivedFile",
      fileIndex: 0,
    });
    expect(puts()).toBe(before);
    expect(sender.clinic.state).toBe("incomplete");
  });
});
