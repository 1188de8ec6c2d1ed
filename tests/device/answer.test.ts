import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addDocuments,
  createOpener,
  replaceDocuments,
  RefusedFiles,
  StoreProblem,
  submitPackage,
  type AddOptions,
  type Progress,
} from "@postern/client";
import type { DocumentID, DocumentView, Manifest } from "@postern/contract";
import { FACTS } from "./fake-clinic.ts";
import { fileOf, picture, startSender, type Sender } from "./sender.ts";

const NOT_FOUND = { status: 404 };

let sender: Sender;
beforeEach(async () => {
  sender = await startSender();
  const files = [fileOf("front.jpg", picture(700)), fileOf("back.jpg", picture(800))];
  await submitPackage({ ...sender, facts: FACTS, files, note: "for you" });
});
afterEach(() => sender.clinic.server.close());

/** The present list, opened anew, and what of it and the record do not agree. */
async function list() {
  const { submissionID, live: documents } = sender.clinic;
  const opener = createOpener(sender);
  const { manifest, missing, unlisted } = await opener.openManifest({
    submissionID,
    documents,
    facts: FACTS,
  });
  const names = manifest.documents.map(({ name }) => name);
  const kinds = manifest.documents.map(({ kind }) => kind);
  const { note, patient } = manifest;
  return { names, kinds, note, patient, disagreeing: [...missing, ...unlisted] };
}

function document(index: number): DocumentView {
  const found = sender.clinic.live[index];
  if (found === undefined) throw new Error("no such document");
  return found;
}

function add(files: AddOptions["files"], more: Partial<AddOptions> = {}) {
  return addDocuments({ ...sender, submissionID: sender.clinic.submissionID, files, ...more });
}

const puts = () => sender.clinic.server.seen.filter((name) => name.startsWith("PUT ")).length;

describe("answering a submission that was returned", () => {
  const page = () => fileOf("page 3.jpg", picture(900));
  beforeEach(() => {
    sender.clinic.state = "returned";
  });

  it("adds files to those that are there, as the next round, under a new list with the old note", async () => {
    expect(await add([page()])).toEqual({ state: "submitted" });
    expect(sender.clinic.round).toBe(2);
    expect(sender.clinic.purposes).toEqual(["seal", "read", "append"]);
    expect(await list()).toEqual({
      names: ["front.jpg", "back.jpg", "page 3.jpg"],
      kinds: [undefined, undefined, undefined],
      patient: undefined,
      note: "for you",
      disagreeing: [],
    });
  });

  it("gives up what was put aside, for what is added stands in for it", async () => {
    document(0).state = "quarantined";
    await add([page()]);
    expect((await list()).names).toEqual(["back.jpg", "page 3.jpg"]);
    expect(sender.clinic.state).toBe("submitted");
  });

  it("goes on after a failure, without what the broken try has left", async () => {
    let manifest: Manifest | undefined;
    const onManifest = (opened: Manifest) => (manifest = opened);
    sender.clinic.server.plant({ on: /submit$/, times: 1, answer: NOT_FOUND });
    await expect(add([page()], { onManifest })).rejects.toMatchObject({ status: 404 });
    expect(sender.clinic.state).toBe("open");
    await add([page()], { manifest, isRepeat: true });
    expect(sender.clinic.round).toBe(2);
    expect(await list()).toMatchObject({ names: ["front.jpg", "back.jpg", "page 3.jpg"], disagreeing: [] });
  });

  it("goes on in another browser, which has no list and opens the last one", async () => {
    sender.clinic.server.plant({ on: /^PUT /, times: 1, answer: NOT_FOUND });
    await expect(add([page()])).rejects.toThrow(StoreProblem);
    await add([fileOf("other.jpg", picture(60))]);
    expect((await list()).names).toEqual(["front.jpg", "back.jpg", "other.jpg"]);
  });

  it("sends nothing twice when the broken try had come to its end after all", async () => {
    await add([page()]);
    const before = puts();
    expect(await add([page()], { isRepeat: true })).toEqual({ state: "submitted" });
    expect(puts()).toBe(before);
  });

  it("refuses files before anything changes", async () => {
    const page = new TextEncoder().encode("<p>just words</p>");
    await expect(add([fileOf("words.html", page)])).rejects.toThrow(RefusedFiles);
    expect([sender.clinic.state, sender.clinic.round]).toEqual(["returned", 1]);
  });
});

describe("what the list says beside the names", () => {
  const patient = { displayName: "Noor Haddad", birthDate: "1979-02-03", recordNumber: "N-4471" };
  const letter = () => ({ ...fileOf("letter.jpg", picture(500)), kind: "letter" as const });
  beforeEach(async () => {
    await sender.clinic.server.close();
    sender = await startSender();
    await submitPackage({ ...sender, facts: FACTS, files: [letter()], patient, language: "es" });
  });

  it("is sealed with it, and the language is told in the clear, for who answers", async () => {
    expect(await list()).toMatchObject({ kinds: ["letter"], patient });
    expect(sender.clinic.language).toBe("es");
    const sent = Buffer.concat(sender.clinic.server.bodies).toString("latin1");
    for (const secret of ["Haddad", "1979-02-03", "N-4471", "letter"]) expect(sent).not.toContain(secret);
  });

  it("stays when files are added, which bring their own", async () => {
    sender.clinic.state = "returned";
    await add([{ ...fileOf("blood.jpg", picture(900)), kind: "lab-result" }]);
    expect(await list()).toMatchObject({ kinds: ["letter", "lab-result"], patient });
  });

  it("goes over to what stands in for a file", async () => {
    const { clinic } = sender;
    document(0).state = "quarantined";
    clinic.state = "incomplete";
    const replacements = [{ documentID: document(0).documentID, file: fileOf("better.jpg", picture(900)) }];
    await replaceDocuments({ ...sender, submissionID: clinic.submissionID, replacements });
    expect(await list()).toMatchObject({ names: ["better.jpg"], kinds: ["letter"], patient });
  });
});

describe("answering an incomplete one again after a failure", () => {
  it("continues what the broken try has declared, and keeps what came in whole", async () => {
    const { clinic } = sender;
    const { submissionID } = clinic;
    const aside = [document(0), document(1)];
    for (const view of aside) view.state = "quarantined";
    clinic.state = "incomplete";
    const standIns = new Map<DocumentID, DocumentID>();
    let manifest: Manifest | undefined;
    const replacements = aside.map(({ documentID }, index) => ({
      documentID,
      file: fileOf(`better ${index}.jpg`, picture(900 + index)),
    }));
    const told: Progress[] = [];
    let isBreaking = true;
    const replacing = () =>
      replaceDocuments({
        ...sender,
        submissionID,
        replacements,
        manifest,
        standIns,
        isRepeat: standIns.size > 0,
        onManifest: (opened) => (manifest = opened),
        onStandIn: (documentID, standInID) => void standIns.set(documentID, standInID),
        onProgress: (progress) => {
          told.push(progress);
          if (!isBreaking || progress.phase !== "sent") return;
          for (const standInID of standIns.values()) clinic.row(standInID).view.state = "verified";
          clinic.server.plant({ on: /^PUT /, times: 1, answer: NOT_FOUND });
        },
      });
    await expect(replacing()).rejects.toThrow(StoreProblem);
    const before = puts();
    isBreaking = false;
    told.length = 0;
    await replacing();
    expect(puts() - before).toBe(2);
    expect(told[0]).toMatchObject({ phase: "sent", fileIndex: 0 });
    expect((await list()).names).toEqual(["better 0.jpg", "better 1.jpg"]);
  });
});
