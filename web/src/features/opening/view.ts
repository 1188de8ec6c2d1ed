/** How a page lies on the stage: `scale` 1 is its own size; `turns` are quarters, clockwise. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export const SCALE = { least: 0.05, most: 8, step: 1.25 } as const;
/** In per cent, as the browser's filters count. */
export const ADJUSTMENT = { least: 20, most: 300, step: 5, plain: 100 } as const;

export function clampScale(scale: number): number {
  return Math.min(SCALE.most, Math.max(SCALE.least, scale));
}

/** The size of the box around a page that was turned. */
export function turnedSize({ width, height }: Size, turns: number): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** The scale at which all of a page is on the stage, as large as it can be: a slice of a scan has few pixels. */
export function fitScale(page: Size, turns: number, stage: Size): number {
  const { width, height } = turnedSize(page, turns);
  if (width <= 0 || height <= 0 || stage.width <= 0 || stage.height <= 0) return 1;
  return clampScale(Math.min(stage.width / width, stage.height / height));
}
