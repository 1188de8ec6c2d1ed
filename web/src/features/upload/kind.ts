import type { DocumentKind, MediaType } from "@postern/contract";

/** Words of English and Spanish in file names, without accents, and what such a file is; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, DocumentKind])[] = [
  [/\b(insur|seguro|aseguranza|poliza)/, "insurance"],
  [/\b(consent|authoriz|autoriza)/, "consent-form"],
  [/\b(refer|derivacion)/, "referral-form"],
  [/\b(labs?\b|laborator|bloodwork|cbc\b|patholog|analisis|biopsi)/, "lab-result"],
  [/\b(scans?\b|mri\b|ct\b|x ?rays?\b|xr\b|radiogra|ultraso|mammo|mamogra|resonancia|tomogra)/, "scan"],
  [/\b(letters?\b|carta|discharge|summary|report|informe)/, "letter"],
  [/\b(photo|foto)/, "photo"],
];

/** A first guess at what a file is, for its sender to change. */
export function suggestKind({
  name,
  mediaType,
}: {
  readonly name: string;
  readonly mediaType: MediaType;
}): DocumentKind {
  if (mediaType === "application/dicom") return "scan";
  const words = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z]+/g, " ");
  const named = BY_NAME.find(([pattern]) => pattern.test(words))?.[1];
  return named ?? (mediaType.startsWith("image/") ? "photo" : "other");
}
