/** What the picture shows, for the tools that ask. */
import type { Point, Size } from "../geometry";
import { boundsOf, type Edges, NOTHING, rebased } from "./edges";
import { flood, type Photo, photoOf } from "./photo";
import { type Ways, waysTo } from "./wire";

export type Asked =
  | { readonly flood: Point; readonly tolerance: number }
  /** `step`: how many pixels of the image a pixel of the screen takes: finer than that nobody can point. */
  | { readonly waysTo: Point; readonly step: number };

/** Where the picture lies in the image. */
export interface Offset {
  readonly left: number;
  readonly top: number;
  readonly frame: Size;
}

/** `cut`: the fill would go on where the picture ends. */
export type Seen = { readonly edges: Edges; readonly cut: boolean } | { readonly ways: Ways };

export class Eye {
  private readonly photo: Photo;

  constructor(
    picture: ImageBitmap,
    private readonly offset: Offset,
  ) {
    const { width, height } = picture;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(picture, 0, 0);
    picture.close();
    this.photo = photoOf(context.getImageData(0, 0, width, height));
  }

  answer(asked: Asked): Seen {
    const { left, top } = this.offset;
    if ("flood" in asked) return this.flood(Math.floor(asked.flood.x) - left, Math.floor(asked.flood.y) - top, asked.tolerance);
    const { x, y } = asked.waysTo;
    const ways = waysTo(this.photo, { x: x - left, y: y - top }, asked.step);
    return { ways: { ...ways, left: ways.left + left, top: ways.top + top } };
  }

  private flood(x: number, y: number, tolerance: number): Seen {
    const { width, height } = this.photo;
    const { left, top, frame } = this.offset;
    if (x < 0 || y < 0 || x >= width || y >= height) return { edges: NOTHING, cut: false };
    const edges = flood(this.photo, x, y, tolerance);
    const ends = boundsOf(edges, height);
    const cut =
      (ends.left === 0 && left > 0) ||
      (ends.top === 0 && top > 0) ||
      (ends.right === width && left + width < frame.width) ||
      (ends.bottom === height && top + height < frame.height);
    return { edges: rebased(edges, this.photo, { x: left, y: top }, frame), cut };
  }
}
