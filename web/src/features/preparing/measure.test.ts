import { describe, expect, it } from "vitest";
import { adviceOf, greyOf, lightOf, sharpnessOf, type GreyPicture } from "./measure.ts";

/** A page of strokes, as print has them: dark lines of three pixels on paper. */
function print(paper: number, ink: number): GreyPicture {
  const [width, height] = [400, 400];
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return y % 20 < 12 && (x + (y % 7)) % 9 < 3 ? ink : paper;
  });
  return { width, height, pixels };
}

/** The mean of so many pixels around each, three times over: nearly what a lens out of focus does. */
function blurred({ width, height, pixels }: GreyPicture, radius: number): GreyPicture {
  let present = pixels;
  for (const step of [1, width, 1, width, 1, width]) {
    present = present.map((grey, at) => {
      let [sum, count] = [0, 0];
      for (let away = -radius; away <= radius; away += 1) {
        const near = present[at + away * step];
        if (near !== undefined) [sum, count] = [sum + near, count + 1];
      }
      return count === 0 ? grey : Math.round(sum / count);
    });
  }
  return { width, height, pixels: present };
}

const facts = (picture: GreyPicture) => ({
  width: 3024,
  height: 4032,
  sharpness: sharpnessOf(picture),
  light: lightOf(picture),
});

describe("what is told of a photo", () => {
  it("is nothing of a sharp page, in any light", () => {
    expect(adviceOf(facts(print(235, 30)))).toEqual([]);
    expect(adviceOf(facts(print(110, 60)))).toEqual([]);
  });

  it("is that it is blurred, whatever its contrast", () => {
    for (const page of [print(235, 30), print(110, 40)]) {
      const sharpnesses = [0, 1, 2].map((radius) => sharpnessOf(blurred(page, radius)));
      expect(sharpnesses).toEqual([...sharpnesses].sort((one, other) => other - one));
      expect(adviceOf(facts(blurred(page, 2)))).toEqual(["blurred"]);
    }
  });

  it("is not that empty paper is blurred", () => {
    expect(adviceOf(facts(print(235, 235)))).toEqual([]);
  });

  it("is that it is dark, though a lamp shines in a corner of it", () => {
    const page = print(60, 10);
    page.pixels.fill(255, 0, 4000);
    expect(adviceOf(facts(page))).toEqual(["dark"]);
  });

  it("is that it is small", () => {
    const sharp = { sharpness: 5, light: 200 };
    expect(adviceOf({ width: 640, height: 480, ...sharp })).toEqual(["small"]);
    expect(adviceOf({ width: 750, height: 1000, ...sharp })).toEqual([]);
  });
});

describe("a picture in grey", () => {
  it("weighs colours as the eye does", () => {
    const data = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0);
    expect([...greyOf({ width: 4, height: 1, data } as ImageData).pixels]).toEqual([76, 149, 29, 255]);
  });
});
