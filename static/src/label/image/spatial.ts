/**
 * Which shapes are near a point or inside a window, among tens of thousands.
 *
 * A packed tree holds what was there when it was built; shapes changed since are few and looked through one by one,
 * until there are enough of them to build the tree again.
 */
import type Flatbush from "flatbush";
import type { Bounds } from "./geometry";
import { overlaps } from "./geometry";

const FEW = 256;

/** The tree is fetched when there are many shapes for the first time; until then all are looked through. */
let Tree: typeof Flatbush | null = null;
let fetching: Promise<void> | null = null;

export function fetchTree(): Promise<void> {
  return (fetching ??= import("flatbush").then(({ default: tree }) => void (Tree = tree)));
}

export class Spatial {
  private readonly boxes = new Map<number, Bounds>();
  /** Keys whose entry in the tree is out of date, or missing. */
  private changed = new Set<number>();
  private tree: Flatbush | null = null;
  private order: number[] = [];

  get size(): number {
    return this.boxes.size;
  }

  set(key: number, box: Bounds): void {
    this.boxes.set(key, box);
    this.changed.add(key);
  }

  remove(key: number): void {
    this.boxes.delete(key);
    this.changed.add(key);
  }

  clear(): void {
    this.boxes.clear();
    this.changed.clear();
    this.tree = null;
    this.order = [];
  }

  /** Keys of the shapes whose box meets this one, in no particular order. */
  search(box: Bounds): number[] {
    if (this.changed.size > FEW) {
      if (Tree) this.build(Tree);
      else fetchTree().catch(() => undefined);
    }
    const found: number[] = [];
    for (const index of this.tree?.search(box.left, box.top, box.right, box.bottom) ?? []) {
      const key = this.order[index]!;
      if (!this.changed.has(key)) found.push(key);
    }
    for (const key of this.changed) {
      const own = this.boxes.get(key);
      if (own && overlaps(own, box)) found.push(key);
    }
    return found;
  }

  private build(Of: typeof Flatbush): void {
    this.changed = new Set();
    this.order = [...this.boxes.keys()];
    this.tree = this.order.length ? new Of(this.order.length) : null;
    for (const box of this.boxes.values()) this.tree?.add(box.left, box.top, box.right, box.bottom);
    this.tree?.finish();
  }
}
