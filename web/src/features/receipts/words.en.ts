import type { ReceiptVerdict } from "@postern/client";
import { counting } from "../../lib/language.ts";
import type { Checked } from "./machine.ts";

const count = counting("en");
const files = (files: number) => count(files, { one: "file", other: "files" });

type Verdicts = Readonly<Record<ReceiptVerdict["kind"], { readonly title: string; readonly text: string }>>;

const malformed = {
  title: "This is not a receipt.",
  text: "Choose the file that was saved as “Receipt file”. Its name ends in .json. The PDF is for reading only.",
};

/** What became of a check, by whose keys were used: first what is so, then what to do. */
const verdicts: Readonly<Record<Checked["keysFrom"], Verdicts>> = {
  portal: {
    valid: {
      title: "This receipt is real.",
      text: "The clinic signed exactly this. It got the locked files below, whole, at this time.",
    },
    altered: {
      title: "Do not trust this receipt.",
      text: "What it says is not what the clinic signed. Ask whoever gave it to you for the file as it was saved.",
    },
    "not-signed-by": {
      title: "We cannot tell.",
      text: "It names a key that is not the one of this portal. Check it on the portal of the clinic that it names.",
    },
    malformed,
  },
  file: {
    valid: {
      title: "It fits the keys in your file.",
      text: "Whoever has these keys signed exactly this. The clinic signed it only if they are the clinic’s keys.",
    },
    altered: {
      title: "Do not trust this receipt.",
      text: "What it says is not what was signed with the key in your file. Ask whoever gave it to you for the file as it was saved.",
    },
    "not-signed-by": {
      title: "We cannot tell.",
      text: "It names a key that is not in your file. Check it with the key of the clinic that it names.",
    },
    malformed,
  },
};

/** Words of receipts: beside what was sent, on paper, and where they are checked. */
export const EN = {
  haveFiles: (sent: number) => (sent === 1 ? "We have your file" : `We have your ${files(sent)}`),
  cameIn: (when: string) => `All came in whole on ${when}.`,
  number: "Receipt number",
  copyNumber: "Copy the receipt number",
  to: "To",
  firstLook: "Someone will look by",
  round: "Round",
  whatCameIn: (sent: number) => `What came in: ${files(sent)} and the list of names`,
  file: (number: number) => `File ${number}`,
  list: "List of names and notes",
  lockedSize: (size: string) => `${size}, locked`,
  copyDigest: (what: string) => `Copy the fingerprint of: ${what}`,
  fingerprints:
    "The letters are a fingerprint of each locked file as our storage keeps it. Nobody can change a file without changing them. They do not say what is in it.",
  copied: "Copied",
  copyFailed: "This browser does not let us copy.",
  keepTitle: "Keep this receipt",
  keepText: "The clinic has signed it. Anyone who has the receipt file can check that it is real.",
  saveFile: "Receipt file",
  savePaper: "PDF to read or print",
  check: "Check a receipt",
  paperFailed: "The PDF could not be made just now. Try again.",
  paper: {
    title: "Receipt",
    clinic: "Clinic",
    location: "Location",
    number: "Number",
    round: "Round",
    kind: "What was sent",
    received: "Came in whole",
    firstLook: "First look by",
    submission: "Sending",
    documents: "Locked files, as the storage attests them",
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    digest: "SHA-256 of the locked bytes. “-N”: of a file in N parts, over the digests of its parts.",
    promise: "It says that these locked files came in whole. It does not say what is in them.",
    check: (address: string) => `This paper proves nothing by itself. Check the receipt file at ${address}`,
    signedWith: "Signed with key",
    signature: "Signature",
  },
  checkTitle: "Check a receipt",
  checkLede: "See if a clinic really signed it. You do not need to sign in.",
  checkPrivate: "The file is read on this page and is not sent anywhere.",
  choose: "Choose the receipt file",
  checking: "Checking",
  tooLarge: "That file is too large to be a receipt.",
  unread: "This file cannot be read. Choose it again.",
  keysMissing: "The portal’s public key did not come. Try again, or choose a file of keys that you kept.",
  ownKeys: "Use keys that you kept",
  ownKeysText:
    "By default this portal’s own public key is used. If you keep a copy of it, choose that file: then you need not trust this portal for it. Do not use keys that came along with a receipt.",
  chooseKeys: "Choose the file of keys",
  ownKeysTaken: (keys: number) => `Using ${count(keys, { one: "key", other: "keys" })} of your file.`,
  portalKeys: "Use this portal’s key again",
  keysMalformed: "That is not a file of keys. Its name is receipt-keys.json.",
  clinic: "Clinic",
  location: "Location",
  received: "Came in whole",
  kind: "What was sent",
  keyFingerprint: "Fingerprint of the key",
  keyTrust: "Compare it with the one that the clinic has on paper, or that you saw before.",
  haveProven: "What the clinic signed",
  fitsKeys: "What these keys signed",
  says: "What it says, not proven",
  back: "To the portal",
  verdicts,
};
