import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDocuments, createApi, createStation, submitPackage, type Station } from "@postern/client";
import { gatedFetch, shutDoor, type Door, type Keeper } from "../support/gated-fetch.ts";
import { FACTS, SESSION } from "./fake-clinic.ts";
import { fileOf, openStored, picture, startSender, type Sender } from "./sender.ts";

const MIB = 1024 * 1024;

let sender: Sender;
let station: Station;
/** How many parts are sealed, and how many of them nobody has dropped. */
let sealed: number;
let held: Set<number>;
/** As many are sealed as the station holds. */
let full: Door;
beforeEach(async () => {
  sender = await startSender();
  sealed = 0;
  held = new Set();
  full = shutDoor();
  const own = createStation({ slots: 3 });
  station = {
    ...own,
    async seal(...call) {
      const part = await own.seal(...call);
      sealed += 1;
      if (sealed === own.slots) full.open();
      held.add(part.ref);
      return part;
    },
    drop(ref) {
      held.delete(ref);
      own.drop(ref);
    },
  };
});
afterEach(async () => {
  station.close();
  await sender.clinic.server.close();
});

function sendingThrough(keep: Keeper) {
  const { clinic, device, session, wait } = sender;
  const gated = gatedFetch(fetch, keep);
  const api = createApi({ baseURL: clinic.server.baseURL, clinicID: () => SESSION.clinicID, fetch: gated });
  return { api, device, session, wait, facts: FACTS, stations: [station] };
}

describe("while the server is still being told of the documents", () => {
  it("the first parts are sealed, and then signed by one call", async () => {
    const bytes = [picture(5000), picture(20 * MIB)] as const;
    const files = [fileOf("a.jpg", bytes[0]), fileOf("b.jpg", bytes[1])];
    let isFirst = true;
    const sending = sendingThrough(async ({ name }, pass) => {
      if (name === "POST documents" && isFirst) {
        isFirst = false;
        await full.opened;
      }
      return pass();
    });
    await submitPackage({ ...sending, files });
    const { documents } = await openStored(sender.clinic);
    expect(documents.map((plaintext, index) => plaintext.equals(bytes[index]!))).toEqual([true, true]);
    // Four parts of them and the list; two of the large file's are signed together.
    expect(sealed).toBe(5);
    const [, large] = sender.clinic.live;
    const signs = sender.clinic.server.seen.filter((name) => name.endsWith(`/${large?.documentID}/parts`));
    expect(signs).toHaveLength(2);
    expect(held.size).toBe(0);
  });

  it("what is sealed is dropped when the server refuses them", async () => {
    const refusal = { type: "about:blank", title: "no", status: 409, code: "submission-not-open" };
    sender.clinic.server.plant({ on: /documents$/, times: 1, answer: { status: 409, body: refusal } });
    const sending = sendingThrough(async ({ name }, pass) => {
      if (name === "POST documents") await full.opened;
      return pass();
    });
    const files = [fileOf("a.jpg", picture(30 * MIB))];
    await expect(submitPackage({ ...sending, files })).rejects.toMatchObject({ code: "submission-not-open" });
    expect(held.size).toBe(0);
    expect(sealed).toBe(3);
  });
});

describe("the list", () => {
  it("is in the store before the last file is, and is submitted after it", async () => {
    const files = [fileOf("a.jpg", picture(9 * MIB))];
    const listIsThere = shutDoor();
    const names: string[] = [];
    const sending = sendingThrough(async ({ name }, pass) => {
      names.push(name);
      if (name === "POST complete") await listIsThere.opened;
      return pass();
    });
    const bucket: typeof fetch = async (...call) => {
      const answer = await fetch(...call);
      const { live, bucket: store } = sender.clinic;
      const list = live.find(({ kind }) => kind === "manifest");
      if (list && store.objects.has(`${list.documentID}/${list.attemptID}`)) listIsThere.open();
      return answer;
    };
    station.close();
    station = createStation({ fetch: bucket });
    await submitPackage({ ...sending, stations: [station], files });
    expect(names.at(-1)).toBe("POST submit");
    expect((await openStored(sender.clinic)).manifest.documents).toHaveLength(1);
  });

  it("of an earlier round stays until all files of the next one are there", async () => {
    const { clinic } = sender;
    const { submissionID } = clinic;
    await submitPackage({ ...sender, facts: FACTS, files: [fileOf("a.jpg", picture(700))] });
    const former = clinic.live.find(({ kind }) => kind === "manifest");
    clinic.state = "returned";
    const states: unknown[] = [];
    const keep: typeof fetch = async (...call) => {
      const kept = clinic.live.find(({ documentID }) => documentID === former?.documentID);
      if (states.length < 2) states.push(kept?.state);
      return fetch(...call);
    };
    const files = [fileOf("b.jpg", picture(800)), fileOf("c.jpg", picture(900))];
    await addDocuments({ ...sender, submissionID, files, fetch: keep });
    expect(states).toEqual(["verified", "verified"]);
  });
});
