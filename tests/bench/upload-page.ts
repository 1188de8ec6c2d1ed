import {
  connectStation,
  createApi,
  createDevice,
  fromBlob,
  proveDevice,
  submitPackage,
  type Api,
  type PackageOptions,
} from "@postern/client";
import { authRoutes, intakeRoutes, type SubmissionID } from "@postern/contract";
import type { PlainUpload } from "./upload.ts";

declare global {
  interface Window {
    enter: (person: { readonly email: string; readonly password: string }, code: string) => Promise<void>;
    /** Both give milliseconds, and send the chosen file. */
    sendSealed: (workers: number) => Promise<number>;
    sendPlain: () => Promise<number>;
  }
}

/** As many as a browser opens to one host of HTTP/1.1. */
const PUTS_AT_ONCE = 6;
const POLL_MS = 100;

let sender: Pick<PackageOptions, "api" | "device" | "session"> | undefined;

window.enter = async ({ email, password }, code) => {
  const device = await createDevice();
  const api: Api = createApi({
    baseURL: location.origin,
    clinicID: () => sender?.session.clinicID,
    prove: async () => {
      if (sender) await proveDevice({ api, device, sessionHandle: sender.session.handle });
    },
  });
  await api.call(authRoutes.signIn, { email, password });
  const last = await api.call(authRoutes.totp, { code, devicePublicKey: device.publicKey });
  if (last.stage !== "done") throw new Error(`asked for ${last.stage} after the last factor`);
  sender = { api, device, session: last.session };
};

window.sendSealed = async (workers) => {
  if (sender === undefined) throw new Error("nobody has signed in");
  const { api } = sender;
  const { locations } = await api.call(intakeRoutes.clinic, {});
  const [first] = locations;
  if (first === undefined) throw new Error("the clinic has no location");
  const facts = { kind: "images", locationID: first.locationID, urgency: "routine" } as const;
  const crew = Array.from({ length: workers }, () => new Worker("station.js", { type: "module" }));
  const stations = crew.map((worker) => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2, [port2]);
    return connectStation(port1);
  });
  try {
    const begun = performance.now();
    const { submissionID } = await submitPackage({ ...sender, facts, files: [fromBlob(chosen())], stations });
    const ms = performance.now() - begun;
    await untilVerified(api, submissionID);
    return ms;
  } finally {
    for (const worker of crew) worker.terminate();
  }
};

/** What is verified behind the scenes would slow down whoever is measured next. */
async function untilVerified(api: Api, submissionID: SubmissionID): Promise<void> {
  for (;;) {
    const { state } = await api.call(intakeRoutes.readSubmission, { submissionID });
    if (state !== "submitted") return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

window.sendPlain = async () => {
  const file = chosen();
  const begun = performance.now();
  const upload = await post<PlainUpload>("/bench/begin", { sizeBytes: file.size });
  const parts = upload.urls.entries();
  const etags: string[] = [];
  const lane = async () => {
    for (const [index, url] of parts) {
      const start = index * upload.partBytes;
      const body = file.slice(start, start + upload.partBytes);
      const answer = await fetch(url, { method: "PUT", body, credentials: "omit" });
      if (!answer.ok) throw new Error(`the store answered ${answer.status}`);
      etags[index] = answer.headers.get("etag") ?? "";
    }
  };
  await Promise.all(Array.from({ length: PUTS_AT_ONCE }, lane));
  await post("/bench/complete", { id: upload.id, etags });
  return performance.now() - begun;
};

function chosen(): File {
  const file = document.querySelector("input")?.files?.[0];
  if (file === undefined) throw new Error("no file was chosen");
  return file;
}

async function post<Answer>(path: string, body: object): Promise<Answer> {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
