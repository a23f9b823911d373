/** Masks as they are stored: the compressed run lengths of COCO (maskApi.c of the COCO API). */
import type { Region } from "../../types";
import type { Bounds, Size } from "../geometry";
import { boundsOf, type Edges } from "./edges";

export interface MaskRegion extends Region {
  /** Height and width of the image. */
  readonly size: readonly [number, number];
  readonly counts: string;
  /** x, y, width, height around the pixels. */
  readonly box: readonly [number, number, number, number];
}

export type MaskDraft = Pick<MaskRegion, "size" | "counts" | "box">;

export function unpack(counts: string): Edges {
  const edges = new Uint32Array(counts.length + 1);
  let [place, found, at] = [0, 0, 0];
  // The number before the last and the last one: from the fourth on a number stands as its difference from the former.
  let [before, last] = [0, 0];
  for (let i = 0; at < counts.length; i++) {
    let [number, shift, bits] = [0, 0, 0];
    do {
      bits = counts.charCodeAt(at++) - 48;
      number += (bits & 31) * 2 ** shift;
      shift += 5;
    } while (bits & 32);
    if (bits & 16) number -= 2 ** shift;
    if (i > 2) number += before;
    [before, last] = [last, number];
    place += number;
    // A run of no length joins its neighbours.
    if (found && edges[found - 1] === place) found--;
    else edges[found++] = place;
  }
  // Pixels outside end a mask without an edge.
  return edges.slice(0, found - (found & 1));
}

export function pack(edges: Edges, pixels: number): string {
  const bytes = new Uint8Array((edges.length + 1) * 7);
  let [length, place, before, last] = [0, 0, 0, 0];
  const count = edges.length && edges[edges.length - 1] === pixels ? edges.length : edges.length + 1;
  for (let i = 0; i < count; i++) {
    const end = i < edges.length ? edges[i]! : pixels;
    const run = end - place;
    place = end;
    let number = i > 2 ? run - before : run;
    [before, last] = [last, run];
    for (let more = true; more; ) {
      const bits = number & 31;
      number >>= 5;
      more = bits & 16 ? number !== -1 : number !== 0;
      bytes[length++] = bits + (more ? 32 : 0) + 48;
    }
  }
  return new TextDecoder("ascii").decode(bytes.subarray(0, length));
}

const unpacked = new WeakMap<object, { edges: Edges; bounds: Bounds }>();

/** The pixels of a region, unpacked once: regions never change. */
export function pixelsOf(region: MaskRegion): { edges: Edges; bounds: Bounds } {
  const known = unpacked.get(region);
  if (known) return known;
  remember(region, unpack(region.counts));
  return unpacked.get(region)!;
}

/** A region whose pixels are known already. */
export function remember(region: MaskRegion, edges: Edges): MaskRegion {
  const [x, y, width, height] = region.box;
  unpacked.set(region, { edges, bounds: { left: x, top: y, right: x + width, bottom: y + height } });
  return region;
}

export function sizeOf({ size: [height, width] }: MaskRegion): Size {
  return { width, height };
}

/** What is stored of a mask that has pixels. */
export function draftOf(edges: Edges, { width, height }: Size): MaskDraft {
  const { left, top, right, bottom } = boundsOf(edges, height);
  return { size: [height, width], counts: pack(edges, width * height), box: [left, top, right - left, bottom - top] };
}
