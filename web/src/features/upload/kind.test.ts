import { describe, expect, it } from "vitest";
import { suggestKind } from "./kind.ts";

describe("a first guess at what a file is", () => {
  it.each([
    ["IM000001", "application/dicom", "scan"],
    ["insurance.dcm", "application/dicom", "scan"],
    ["IMG_2041.HEIC", "image/heic", "photo"],
    ["Insurance card (front).jpg", "image/jpeg", "insurance"],
    ["tarjeta_del_SEGURO.png", "image/png", "insurance"],
    ["signed-consent.pdf", "application/pdf", "consent-form"],
    ["Referral_2026.pdf", "application/pdf", "referral-form"],
    ["lab 11-20.pdf", "application/pdf", "lab-result"],
    ["Análisis de sangre.pdf", "application/pdf", "lab-result"],
    ["knee x-ray.png", "image/png", "scan"],
    ["MRI.pdf", "application/pdf", "scan"],
    ["discharge.txt", "text/plain", "letter"],
    ["2026.pdf", "application/pdf", "other"],
  ] as const)("%s (%s) is: %s", (name, mediaType, kind) => {
    expect(suggestKind({ name, mediaType })).toBe(kind);
  });

  it("looks at words, not at letters inside them", () => {
    expect(suggestKind({ name: "labrador.jpg", mediaType: "image/jpeg" })).toBe("photo");
    expect(suggestKind({ name: "octet.pdf", mediaType: "application/pdf" })).toBe("other");
  });
});
