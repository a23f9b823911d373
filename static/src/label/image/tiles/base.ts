/** An image in tiles: those of the level that fits the zoom, and in their place what is here until they come. */
import { type Base, type Part, PIXELS_FROM, TooFar } from "../base";
import { type Bounds, clamp, shown, type Size, type View } from "../geometry";
import { above, below, coverOf, levelFor, nameOf, needed, type Tile, type Tiling } from "./grid";
import { TileStore } from "./store";

export class Tiled implements Base {
  private readonly context: CanvasRenderingContext2D;
  private readonly store: TileStore;
  /** The whole image in one tile: there before all others, and never given up. */
  private readonly whole: Tile;
  private asked: { view: View; window: Size } | null = null;
  private waiting: (() => void)[] = [];
  private frameAsked = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly tiling: Tiling,
    private readonly image: Size,
    onCame: (came: boolean) => void,
  ) {
    this.context = canvas.getContext("2d")!;
    this.whole = { level: tiling.levels - 1, column: 0, row: 0 };
    this.store = new TileStore(tiling.url, (name, came) => {
      if (name === nameOf(this.whole)) onCame(came);
      if (came) this.paintSoon();
    });
  }

  show(view: View, window: Size): void {
    this.asked = { view, window };
    this.store.wish([this.whole, ...this.tiles()]);
    this.paint();
  }

  filter(css: string): void {
    this.canvas.style.filter = css;
  }

  part(): string {
    if (!this.asked) return "";
    const { left, top, right, bottom } = this.seen();
    return [this.level(), left, top, right, bottom].join();
  }

  /** What is seen, when every pixel of it is here: all of the image would not fit. */
  async read(): Promise<Part> {
    if (!this.asked || this.level() > 0) throw new TooFar();
    const part = this.part();
    const { left, top, right, bottom } = this.seen();
    if (right <= left || bottom <= top) throw new TooFar();
    const tiles = this.tiles();
    while (!this.store.isComplete(tiles)) {
      await new Promise<void>((done) => this.waiting.push(done));
      if (this.part() !== part) throw new TooFar();
    }
    const canvas = new OffscreenCanvas(right - left, bottom - top);
    const context = canvas.getContext("2d")!;
    const { side } = this.tiling;
    for (const tile of tiles) context.drawImage(this.store.get(tile)!, tile.column * side - left, tile.row * side - top);
    return { picture: canvas.transferToImageBitmap(), left, top };
  }

  close(): void {
    cancelAnimationFrame(this.frameAsked);
    this.store.close();
  }

  private level(): number {
    return levelFor(this.asked!.view.scale, devicePixelRatio, this.tiling.levels);
  }

  private tiles(): Tile[] {
    const { view, window } = this.asked!;
    return needed(view, window, this.image, this.tiling.side, this.level());
  }

  /** In whole pixels of the image. */
  private seen(): Bounds {
    const { left, top, right, bottom } = shown(this.asked!.view, this.asked!.window);
    const { width, height } = this.image;
    return {
      left: clamp(Math.floor(left), 0, width),
      top: clamp(Math.floor(top), 0, height),
      right: clamp(Math.ceil(right), 0, width),
      bottom: clamp(Math.ceil(bottom), 0, height),
    };
  }

  private paintSoon(): void {
    this.frameAsked ||= requestAnimationFrame(() => {
      this.frameAsked = 0;
      this.paint();
      for (const done of this.waiting.splice(0)) done();
    });
  }

  private paint(): void {
    if (!this.asked) return;
    const { canvas, context } = this;
    const { view, window } = this.asked;
    const size = { width: Math.round(window.width * devicePixelRatio), height: Math.round(window.height * devicePixelRatio) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    context.clearRect(0, 0, size.width, size.height);
    context.imageSmoothingEnabled = view.scale < PIXELS_FROM;
    for (const tile of this.tiles()) if (!this.draw(tile, null)) this.drawInstead(tile);
  }

  /** Until a tile comes: the same part from a coarser level, and over it what a finer one has of it. */
  private drawInstead(tile: Tile): void {
    for (let by = 1; tile.level + by < this.tiling.levels; by++) if (this.draw(above(tile, by), tile)) break;
    if (tile.level > 0) below(tile).forEach((part) => this.draw(part, null));
  }

  /** Draw a tile, or the part of it that stands in for a finer one; false when it is not here. */
  private draw(tile: Tile, instead: Tile | null): boolean {
    const picture = this.store.get(tile);
    if (!picture) return false;
    const { side } = this.tiling;
    const all = coverOf(tile, side, picture);
    const meant = instead ? coverOf(instead, side, { width: side, height: side }) : all;
    const cover = { ...meant, right: Math.min(meant.right, all.right), bottom: Math.min(meant.bottom, all.bottom) };
    const by = 2 ** tile.level;
    const { left, top, right, bottom } = this.onScreen(cover);
    if (right <= left || bottom <= top) return true;
    this.context.drawImage(
      picture,
      (cover.left - all.left) / by,
      (cover.top - all.top) / by,
      (cover.right - cover.left) / by,
      (cover.bottom - cover.top) / by,
      left,
      top,
      right - left,
      bottom - top,
    );
    return true;
  }

  /** In whole pixels of the screen, so that neighbours meet without a seam. */
  private onScreen({ left, top, right, bottom }: Bounds): Bounds {
    const { scale, x, y } = this.asked!.view;
    const at = (value: number, offset: number) => Math.round((value * scale + offset) * devicePixelRatio);
    return { left: at(left, x), top: at(top, y), right: at(right, x), bottom: at(bottom, y) };
  }
}
