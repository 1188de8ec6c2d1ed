/** DICOM files made element by element, in explicit little endian (DICOM PS3.5, 7.1.2, and PS3.10, 7). */

const latin1 = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const uint16 = (value: number) => [value & 255, value >> 8];
const uint32 = (value: number) => [...uint16(value & 0xffff), ...uint16(value >>> 16)];

function element(tag: number, type: string, value: string | readonly number[]): readonly number[] {
  const content = typeof value === "string" ? latin1(value) : [...value];
  if (content.length % 2 === 1) content.push(type === "UI" ? 0 : 0x20);
  const head = [...uint16(tag >>> 16), ...uint16(tag & 0xffff), ...latin1(type)];
  const isLong = ["OB", "OW", "SQ"].includes(type);
  return [...head, ...(isLong ? [0, 0, ...uint32(content.length)] : uint16(content.length)), ...content];
}

function dicomFile(name: string, mediaClass: string, elements: readonly number[]): File {
  const meta = [
    ...element(0x0002_0002, "UI", mediaClass),
    ...element(0x0002_0010, "UI", "1.2.840.10008.1.2.1"),
  ];
  const length = element(0x0002_0000, "UL", uint32(meta.length));
  const head = [...new Uint8Array(128), ...latin1("DICM")];
  return new File([Uint8Array.from([...head, ...length, ...meta, ...elements])], name);
}

/** One image of a study, with so many bytes of pixels. */
export function image(name: string, study: string, number: number, pixelBytes = 8): File {
  return dicomFile(name, "1.2.840.10008.5.1.4.1.1.2", [
    ...element(0x0008_0018, "UI", `1.9.${name.length}.${number}`),
    ...element(0x0010_0010, "PN", "Nilsson^Otto"),
    ...element(0x0020_000d, "UI", study),
    ...element(0x0020_000e, "UI", "1.7"),
    ...element(0x0020_0013, "IS", String(number)),
    ...element(0x7fe0_0010, "OW", [...new Uint8Array(pixelBytes)]),
  ]);
}

/** A folder's own list: of each study, which images it should hold. */
export function dicomdir(studies: Readonly<Record<string, readonly string[]>>): File {
  const item = (...elements: readonly (readonly number[])[]) => {
    const content = elements.flat();
    return [0xfe, 0xff, 0x00, 0xe0, ...uint32(content.length), ...content];
  };
  const records = Object.entries(studies).flatMap(([study, instances]) => [
    item(element(0x0004_1430, "CS", "STUDY"), element(0x0020_000d, "UI", study)),
    item(element(0x0004_1430, "CS", "SERIES"), element(0x0020_000e, "UI", "1.7")),
    ...instances.map((instance) =>
      item(element(0x0004_1430, "CS", "IMAGE"), element(0x0004_1511, "UI", instance)),
    ),
  ]);
  return dicomFile("DICOMDIR", "1.2.840.10008.1.3.10", element(0x0004_1220, "SQ", records.flat()));
}
