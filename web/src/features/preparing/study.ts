import { SNIFF_SIZE_BYTES, sniffMediaType } from "@postern/contract";
import { parseDicom, type DataSet } from "dicom-parser";
import type { Group, Study } from "./prepare.ts";

/** What names an image lies in front of its pixels, and is seldom longer. */
const HEAD_BYTES = 256 * 1024;
/** A list of so many bytes names some 20,000 images. */
const MAX_LIST_BYTES = 16 * 1024 ** 2;

const [CLASS, STUDY, SERIES, NUMBER, INSTANCE] = [
  "x00020002",
  "x0020000d",
  "x0020000e",
  "x00200013",
  "x00080018",
];
/** Media Storage Directory: a DICOMDIR (DICOM PS3.3, F). */
const LIST_CLASS = "1.2.840.10008.1.3.10";
const [RECORDS, REFERENCED] = ["x00041220", "x00041511"];

interface Image {
  readonly file: File;
  readonly studyUID: string;
  readonly instanceUID: string;
  readonly seriesUID: string;
  readonly number: number;
}

/**
 * Takes the images of one examination together, as their headers name it. A folder's own list (DICOMDIR) is left out
 * where its images are there: it names the patient, and nobody can look at it. What it lists and is not there is
 * counted. A single image is a file as any other.
 *
 * Never throws: a file that cannot be read stays a file.
 */
export async function asStudies(files: readonly File[]): Promise<readonly Group[]> {
  const images = new Map<string, Image[]>();
  const listed = new Map<string, string>();
  const lists: File[] = [];
  const others: File[] = [];
  for (const file of files) {
    const data = await headOf(file);
    const image = data === undefined ? undefined : imageOf(file, data);
    if (data?.string(CLASS) === LIST_CLASS) {
      lists.push(file);
      for (const [instance, study] of await instancesOf(file)) listed.set(instance, study);
    } else if (image === undefined) others.push(file);
    else images.set(image.studyUID, [...(images.get(image.studyUID) ?? []), image]);
  }
  const studies = [...images.values()].flatMap((found) => groupsOf(found, listed));
  const left = studies.some(({ kind }) => kind === "study") ? others : [...lists, ...others];
  return [...studies, ...left.map(asFile)];
}

const asFile = (file: File): Group => ({ kind: "file", file });

function groupsOf(images: readonly Image[], listed: ReadonlyMap<string, string>): readonly Group[] {
  const here = new Set(images.map(({ instanceUID }) => instanceUID));
  const [first] = images;
  const missing = [...listed].filter(([instance, study]) => study === first?.studyUID && !here.has(instance));
  if (images.length + missing.length < 2) return images.map(({ file }) => asFile(file));
  const files = [...images].sort(bySeries).map(({ file }) => file);
  return [{ kind: "study", files, missing: missing.length } satisfies Study];
}

function bySeries(one: Image, other: Image): number {
  if (one.seriesUID === other.seriesUID) return one.number - other.number;
  return one.seriesUID < other.seriesUID ? -1 : 1;
}

function imageOf(file: File, data: DataSet): Image | undefined {
  const studyUID = data.string(STUDY);
  const instanceUID = data.string(INSTANCE);
  if (studyUID === undefined || instanceUID === undefined) return undefined;
  const number = data.intString(NUMBER) ?? 0;
  return { file, studyUID, instanceUID, seriesUID: data.string(SERIES) ?? "", number };
}

/** The header, as far as it can be read: it is cut on purpose, and the parser hands over what it had. */
async function headOf(file: File): Promise<DataSet | undefined> {
  const bytes = await bytesOf(file.slice(0, HEAD_BYTES));
  if (bytes === undefined || sniffMediaType(bytes.subarray(0, SNIFF_SIZE_BYTES)) !== "application/dicom") {
    return undefined;
  }
  return parsed(bytes, { untilTag: NUMBER });
}

/** Instances that a DICOMDIR names, each with its study: its records come in the order of their tree (PS3.3, F.3). */
async function instancesOf(file: File): Promise<readonly (readonly [string, string])[]> {
  const bytes = file.size > MAX_LIST_BYTES ? undefined : await bytesOf(file);
  const records = bytes === undefined ? [] : (parsed(bytes)?.elements[RECORDS]?.items ?? []);
  const found: (readonly [string, string])[] = [];
  let study: string | undefined;
  for (const { dataSet } of records) {
    study = dataSet?.string(STUDY) ?? study;
    const instance = dataSet?.string(REFERENCED);
    if (instance !== undefined && study !== undefined) found.push([instance, study]);
  }
  return found;
}

async function bytesOf(part: Blob): Promise<Uint8Array | undefined> {
  return part.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  );
}

function parsed(bytes: Uint8Array, options: { readonly untilTag?: string } = {}): DataSet | undefined {
  try {
    return parseDicom(bytes, options);
  } catch (error) {
    return typeof error === "object" && error !== null && "dataSet" in error
      ? (error.dataSet as DataSet)
      : undefined;
  }
}
