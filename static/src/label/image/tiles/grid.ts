/**
 * Which tiles a view needs. Level 0 is the image, each further one has half its sides: a pixel of level n covers
 * 2ⁿ × 2ⁿ pixels of the image, counted from its upper left corner.
 */
import { type Bounds, clamp, shown, type Size, type View } from "../geometry";

export interface Tiling {
  readonly url: string;
  readonly side: number;
  readonly levels: number;
}

export interface Tile {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** The coarsest level that still has a pixel for each pixel of the screen. `ratio`: of the screen's to those of CSS. */
export function levelFor(scale: number, ratio: number, levels: number): number {
  return clamp(Math.floor(Math.log2(1 / (scale * ratio)) + 1e-9), 0, levels - 1);
}

/** The tiles of a level that a window shows, the middle ones first. */
export function needed(view: View, window: Size, image: Size, side: number, level: number): Tile[] {
  const { left, top, right, bottom } = shown(view, window);
  const step = side * 2 ** level;
  const [columns, rows] = [Math.ceil(image.width / step), Math.ceil(image.height / step)];
  const [first, last] = [Math.max(0, Math.floor(left / step)), Math.min(columns, Math.ceil(right / step))];
  const [highest, lowest] = [Math.max(0, Math.floor(top / step)), Math.min(rows, Math.ceil(bottom / step))];
  const tiles: Tile[] = [];
  for (let row = highest; row < lowest; row++) for (let column = first; column < last; column++) tiles.push({ level, column, row });
  const [x, y] = [(left + right) / 2 / step - 0.5, (top + bottom) / 2 / step - 0.5];
  const far = (tile: Tile) => Math.hypot(tile.column - x, tile.row - y);
  return tiles.sort((one, other) => far(one) - far(other));
}

/** The tile of a coarser level in which this one lies. */
export function above({ level, column, row }: Tile, by: number): Tile {
  return { level: level + by, column: Math.floor(column / 2 ** by), row: Math.floor(row / 2 ** by) };
}

/** The four tiles of the next finer level that cover this one; at the edges of the image some of them are none. */
export function below({ level, column, row }: Tile): Tile[] {
  return [0, 1, 2, 3].map((part) => ({ level: level - 1, column: 2 * column + (part & 1), row: 2 * row + (part >> 1) }));
}

export function nameOf({ level, column, row }: Tile): string {
  return `${level}/${column}/${row}`;
}

/** The part of the image that a tile of so many pixels covers. */
export function coverOf({ level, column, row }: Tile, side: number, { width, height }: Size): Bounds {
  const by = 2 ** level;
  const [left, top] = [column * side * by, row * side * by];
  return { left, top, right: left + width * by, bottom: top + height * by };
}
