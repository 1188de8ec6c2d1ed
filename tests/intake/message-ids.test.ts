import { intakeRoutes } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import {
  announcement,
  declare,
  draw,
  openDraft,
  part,
  placesOf,
  required,
  type Draft,
  type Place,
  type Reply,
} from "./draft.ts";

let world: World;
let patient: SignedIn;
let draft: Draft;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
beforeEach(async () => {
  draft = await openDraft(world, patient, world.clinics.riverside);
});
afterAll(() => world?.close());

const attempt = (messageID: string) => ({ messageID, sealedSizeBytes: 1000, upload: "single" });
const sign = (place: Place, sha256 = draw()) =>
  draft.ask(intakeRoutes.signParts, { ...place, parts: [part({ sha256 })] });
const restart = ({ documentID, attemptID: after }: Place, messageID: string) =>
  draft.ask(intakeRoutes.startAttempt, { documentID, after, ...attempt(messageID) });
const restarted = async (place: Place, messageID: string): Promise<Place> => {
  const { code, body } = await restart(place, messageID);
  expect(code).toBe("200");
  return { ...place, ...intakeRoutes.startAttempt.output.parse(body) };
};
const announce = (messageID: string) =>
  draft.ask(intakeRoutes.declareDocuments, { documents: [announcement({ messageID })] });

/** A document whose one part is signed under this message id. */
async function used(messageID: string): Promise<{ place: Place; sha256: string }> {
  const place = await declare(draft, { messageID });
  const sha256 = draw();
  expect((await sign(place, sha256)).code).toBe("200");
  return { place, sha256 };
}

/** Refused at once, or when other bytes are to be signed: no second ciphertext can ever leave under the id. */
const SPENT = /^409 (message-id-used|reference-used|changed-file)$/;

/** What the try to use an id again comes to: its refusal, or what is said to other bytes. */
async function endOf({ code, body }: Reply, { documentID }: Partial<Place> = {}): Promise<string> {
  if (code !== "200") return code;
  const isDeclared = "documents" in body;
  const place = isDeclared
    ? required(placesOf(body)[0])
    : { documentID: required(documentID), ...intakeRoutes.startAttempt.output.parse(body) };
  return (await sign(place)).code;
}

describe("a message id", () => {
  it("is refused for two documents of one call, and nothing is declared", async () => {
    const messageID = draw();
    const documents = [announcement({ messageID }), announcement({ messageID })];
    const before = await dumpTable(world, "record");
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toBe("400 input");
    expect(await dumpTable(world, "record")).toEqual(before);
  });

  it("never signs other bytes for a second document", async () => {
    const messageID = draw();
    await used(messageID);
    expect(await endOf(await announce(messageID))).toMatch(SPENT);
  });

  it("never signs other bytes after its document was abandoned", async () => {
    const messageID = draw();
    const { place } = await used(messageID);
    await draft.done(intakeRoutes.abandonDocument, { documentID: place.documentID });
    expect(await endOf(await announce(messageID))).toMatch(SPENT);
  });

  it("never signs other bytes after its document went on to another attempt", async () => {
    const messageID = draw();
    const { place } = await used(messageID);
    await restarted(place, draw());
    expect(await endOf(await announce(messageID))).toMatch(SPENT);
  });

  it("never signs other bytes for a later attempt at another document", async () => {
    const messageID = draw();
    await used(messageID);
    const other = await declare(draft);
    expect(await endOf(await restart(other, messageID), other)).toMatch(SPENT);
  });

  it("never signs other bytes for the list", async () => {
    const messageID = draw();
    await used(messageID);
    const documents = [announcement({ messageID, kind: "manifest" })];
    expect(await endOf(await draft.ask(intakeRoutes.declareDocuments, { documents }))).toMatch(SPENT);
  });

  it("never signs two kinds of bytes for two documents that take it at the same moment", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const messageID = draw();
      const places = [await declare(draft), await declare(draft)];
      const taken = await Promise.all(
        places.map(async (place) => {
          const { code, body } = await restart(place, messageID);
          if (code !== "200") return code;
          const started = { ...place, ...intakeRoutes.startAttempt.output.parse(body) };
          return `signing ${(await sign(started)).code}`;
        }),
      );
      expect(taken.filter((end) => end === "signing 200").length).toBeLessThan(2);
      expect(taken.filter((end) => !/^(signing 200|(signing )?409 .*)$/.test(end))).toEqual([]);
    }
  });

  it("may be used in two submissions, whose keys differ", async () => {
    const messageID = draw();
    await used(messageID);
    draft = await openDraft(world, patient, world.clinics.riverside);
    const place = await declare(draft, { messageID });
    expect((await sign(place)).code).toBe("200");
  });
});

describe("a document that is begun again", () => {
  it("never goes back to an attempt that was signed", async () => {
    const messageID = draw();
    const { place, sha256 } = await used(messageID);
    const second = await restarted(place, draw());
    const before = await dumpTable(world, "record");
    expect((await restart(second, messageID)).code).toMatch(/^409 /);
    expect(await dumpTable(world, "record")).toEqual(before);
    expect((await sign(place, sha256)).code).toBe("404 not-found");
  });

  it("is begun once when the same call comes twice", async () => {
    const { place } = await used(draw());
    const messageID = draw();
    const once = await restarted(place, messageID);
    const before = await dumpTable(world, "record");
    expect(await restarted(place, messageID)).toEqual(once);
    expect(await dumpTable(world, "record")).toEqual(before);
  });

  it("signs nothing for the attempt before", async () => {
    const { place, sha256 } = await used(draw());
    await restarted(place, draw());
    expect((await sign(place, sha256)).code).toBe("404 not-found");
  });
});

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The same 32 bytes in another spelling: the last letter's two spare bits are set (RFC 4648, 3.5). */
function respelled(text: string): string {
  const other = `${text.slice(0, 42)}${ALPHABET.charAt(ALPHABET.indexOf(text.charAt(42)) + 1)}=`;
  expect(Buffer.from(other, "base64")).toEqual(Buffer.from(text, "base64"));
  expect(other).not.toBe(text);
  return other;
}

describe("another spelling of the same bytes", () => {
  it("is refused for the message id of a document", async () => {
    const messageID = draw();
    await used(messageID);
    expect((await announce(respelled(messageID))).code).toBe("400 input");
    expect((await announce(respelled(draw()))).code).toBe("400 input");
  });

  it("is refused for the message id of a later attempt", async () => {
    const messageID = draw();
    const { place } = await used(messageID);
    expect((await restart(place, respelled(messageID))).code).toBe("400 input");
  });

  it("is refused for the digest of a part", async () => {
    const { place, sha256 } = await used(draw());
    expect((await sign(place, respelled(sha256))).code).toBe("400 input");
    expect((await sign(place, sha256)).code).toBe("200");
  });
});
