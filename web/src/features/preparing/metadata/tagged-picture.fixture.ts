/** Exif, XMP and pictures that carry them, made byte by byte. */

export const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function bytesOf(
  ...pieces: readonly (Uint8Array | string | readonly number[])[]
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(pieces.flatMap((piece) => [...(typeof piece === "string" ? latin1(piece) : piece)]));
}

const uint16 = (value: number) => [value & 255, value >> 8];
const uint32 = (value: number) => [...uint16(value & 0xffff), ...uint16(value >>> 16)];
const big32 = (value: number) => uint32(value).reverse();

/** A camera's Exif block: how the picture lies, who made it ("Acme"), and a directory for the place. */
export function cameraExif(orientation: number): Uint8Array {
  const entry = (tag: number, type: number, count: number, value: readonly number[]) => [
    ...uint16(tag),
    ...uint16(type),
    ...uint32(count),
    ...value,
  ];
  const place = 8 + 2 + 3 * 12 + 4;
  return bytesOf(
    "II*\0",
    uint32(8),
    uint16(3),
    entry(0x010f, 2, 4, [...latin1("Acme")]),
    entry(0x0112, 3, 1, [orientation, 0, 0, 0]),
    entry(0x8825, 4, 1, uint32(place)),
    uint32(0),
    // One entry: latitude is North.
    uint16(1),
    entry(0x0001, 2, 2, [...latin1("N\0\0\0")]),
    uint32(0),
  );
}

export const PLACE_XMP = "http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='47,22.5N'/>";

/** A segment of a JPEG. */
export function segment(marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  return bytesOf([0xff, marker, length >> 8, length & 255], content);
}

/** A JPEG with a camera's Exif and a place in XMP behind its start of image, and a second picture behind its end. */
export function withCameraTags(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  return bytesOf(
    jpeg.subarray(0, 2),
    segment(0xe1, bytesOf("Exif\0\0", cameraExif(orientation))),
    segment(0xe1, latin1(PLACE_XMP)),
    segment(0xed, latin1("Photoshop 3.0\0by Acme")),
    segment(0xfe, latin1("made by Acme")),
    jpeg.subarray(2),
    jpeg,
  );
}

/** A chunk of a PNG; its checksum is zero, and nothing here looks at it. */
export function chunk(type: string, content: Uint8Array): Uint8Array {
  return bytesOf(big32(content.length), type, content, [0, 0, 0, 0]);
}

/** A chunk of a WebP. */
export function riffChunk(type: string, content: Uint8Array): Uint8Array {
  return bytesOf(type, uint32(content.length), content, content.length % 2 === 0 ? [] : [0]);
}

export function riff(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = bytesOf(...chunks);
  return bytesOf("RIFF", uint32(content.length + 4), "WEBP", content);
}
