import { describe, expect, it } from "vitest";
import { deviceProofInfo, keyReleaseAAD, keyReleaseInfo, type ReleaseScope } from "./hand-over.ts";
import { ClinicID, EventID, SessionHandle, SubmissionID } from "./id.ts";

const handle = SessionHandle.parse(`ses_${"1".repeat(26)}`);
const scope: ReleaseScope = {
  clinicID: ClinicID.parse(`cli_${"2".repeat(26)}`),
  submissionID: SubmissionID.parse(`sub_${"3".repeat(26)}`),
  purpose: "seal",
  wrappedKeySha256: new Uint8Array(32).fill(0xab),
  eventID: EventID.parse(`evt_${"4".repeat(26)}`),
};

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("the bytes of a hand-over", () => {
  it("binds a key release and a proof to the session's handle, under labels of their own", () => {
    expect(text(keyReleaseInfo(handle))).toBe(`postern key release v1ses_${"1".repeat(26)}`);
    expect(text(deviceProofInfo(handle))).toBe(`postern device proof v1ses_${"1".repeat(26)}`);
  });

  it("writes each field of the scope behind its length in four bytes, big-endian", () => {
    const ascii = (value: string) => Buffer.from(value).toString("hex");
    expect(hex(keyReleaseAAD(scope))).toBe(
      [
        `0000001e${ascii(scope.clinicID)}`,
        `0000001e${ascii(scope.submissionID)}`,
        `00000004${ascii("seal")}`,
        `00000020${"ab".repeat(32)}`,
        `0000001e${ascii(scope.eventID)}`,
      ].join(""),
    );
  });
});
