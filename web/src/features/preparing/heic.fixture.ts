/**
 * The smallest HEIC there can be: one picture of 32 by 32 pixels, its left half bright and its right half dark, coded
 * as HEVC (ITU-T H.265) without prediction or transform, so that no encoder is needed; its container (ISO/IEC
 * 23008-12) turns it anticlockwise.
 */
export function heicPicture(quarterTurns: number): Uint8Array<ArrayBuffer> {
  const [video, sequence, picture, slice] = [videoSet(), sequenceSet(), pictureSet(), sliceOf()];
  const sample = [...uint32(slice.length), ...slice];
  const ftyp = box("ftyp", letters("heic"), uint32(0), letters("mif1heic"));
  const metaAt = (offset: number) =>
    fullBox(
      "meta",
      0,
      fullBox("hdlr", 0, uint32(0), letters("pict"), [...new Uint8Array(13)]),
      fullBox("pitm", 0, uint16(1)),
      fullBox(
        "iloc",
        0,
        [0x44, 0],
        uint16(1),
        uint16(1),
        uint16(0),
        uint16(1),
        uint32(offset),
        uint32(sample.length),
      ),
      fullBox("iinf", 0, uint16(1), fullBox("infe", 2, uint16(1), uint16(0), letters("hvc1\0"))),
      box(
        "iprp",
        box(
          "ipco",
          box("hvcC", decoderSettings([video, sequence, picture])),
          fullBox("ispe", 0, uint32(SIDE), uint32(SIDE)),
          box("irot", [quarterTurns]),
        ),
        fullBox("ipma", 0, uint32(1), uint16(1), [3, 0x81, 0x02, 0x83]),
      ),
    );
  const offset = ftyp.length + metaAt(0).length + 8;
  return Uint8Array.from([...ftyp, ...metaAt(offset), ...box("mdat", sample)]);
}

const SIDE = 32;
const BRIGHT = 200;
const DARK = 40;

const letters = (text: string) => [...new TextEncoder().encode(text)];
const uint16 = (value: number) => [value >> 8, value & 255];
const uint32 = (value: number) => [...uint16(value >>> 16), ...uint16(value & 0xffff)];
const box = (type: string, ...parts: readonly (readonly number[])[]): readonly number[] => {
  const content = parts.flat();
  return [...uint32(content.length + 8), ...letters(type), ...content];
};
const fullBox = (type: string, version: number, ...parts: readonly (readonly number[])[]) =>
  box(type, [version, 0, 0, 0], ...parts);

/** Bits, as H.265 writes them: fixed lengths, and Exp-Golomb codes (9.2). */
function makeBits() {
  let bits = "";
  return {
    fixed(value: number, length: number) {
      bits += value.toString(2).padStart(length, "0");
      return this;
    },
    golomb(...values: readonly number[]) {
      for (const value of values) {
        const code = (value + 1).toString(2);
        bits += "0".repeat(code.length - 1) + code;
      }
      return this;
    },
    /** A one, then zeros to the end of the byte. */
    closed() {
      bits += "1";
      return this.aligned();
    },
    aligned() {
      bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
      return bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
    },
  };
}
type Bits = ReturnType<typeof makeBits>;

/** A unit of the stream (7.3.1): two zeros before a small byte would begin the next, so a 3 comes between. */
function unit(type: number, content: readonly number[]): readonly number[] {
  const escaped: number[] = [];
  for (const byte of content) {
    if (byte <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3);
    escaped.push(byte);
  }
  return [type << 1, 1, ...escaped];
}

/** General profile: Main Still Picture, level 1 (7.3.3). */
function profile(bits: Bits): Bits {
  return bits.fixed(3, 8).fixed(0x1000_0000, 32).fixed(0b1001, 4).fixed(0, 44).fixed(30, 8);
}

function videoSet() {
  const bits = makeBits().fixed(0, 4).fixed(3, 2).fixed(0, 6).fixed(0, 3).fixed(1, 1).fixed(0xffff, 16);
  return unit(32, profile(bits).fixed(1, 1).golomb(0, 0, 0).fixed(0, 6).golomb(0).fixed(0, 2).closed());
}

function sequenceSet() {
  const bits = profile(makeBits().fixed(0, 4).fixed(0, 3).fixed(1, 1)).golomb(0, 1, SIDE, SIDE).fixed(0, 1);
  // 8 bits; blocks of 32 only, transforms of 4 to 32; then: no lists, no AMP, no SAO, but raw samples of 8 bits.
  bits.golomb(0, 0, 0).fixed(1, 1).golomb(0, 0, 0).golomb(2, 0, 0, 3, 0, 0).fixed(0b000_1, 4);
  bits.fixed(7, 4).fixed(7, 4).golomb(0, 2).fixed(1, 1);
  return unit(33, bits.golomb(0).fixed(0, 5).closed());
}

function pictureSet() {
  const bits = makeBits().golomb(0, 0).fixed(0, 7).golomb(0, 0, 0).fixed(0, 3).golomb(0, 0).fixed(0, 6);
  return unit(34, bits.fixed(0, 4).golomb(0).fixed(0, 2).closed());
}

/** One block: not parted (1), raw (1), its samples, and the end. The arithmetic coder's output is always the same. */
function sliceOf() {
  const header = makeBits().fixed(1, 1).fixed(0, 1).golomb(0, 2).golomb(0).closed();
  const row = Array.from({ length: SIDE }, (_, column) => (column < SIDE / 2 ? BRIGHT : DARK));
  const grey = new Uint8Array(SIDE ** 2 / 2).fill(128);
  const samples = [...Array.from({ length: SIDE }, () => row).flat(), ...grey];
  return unit(19, [...header, ...coded(true), ...samples, ...coded(false)]);
}

/**
 * Arithmetic coding (9.3.4): of 510 parts, "not parted" leaves 270 and a last decision takes the upper two; what is
 * written is where they begin, in nine bits, the lowest set.
 */
function coded(hasParting: boolean): readonly number[] {
  const low = (hasParting ? 270 : 510) - 2;
  return makeBits()
    .fixed(low | 1, 9)
    .aligned();
}

function decoderSettings(units: readonly (readonly number[])[]): readonly number[] {
  const arrays = units.map((each) => [(each[0] ?? 0) >> 1, ...uint16(1), ...uint16(each.length), ...each]);
  const profiled = [1, 3, 0x10, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 30];
  return [...profiled, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, units.length, ...arrays.flat()];
}
