/** The picture under the shapes: in one piece here, in tiles where it is too large for that. */
import type { Size, View } from "./geometry";

/** From this zoom on single pixels are shown as what they are. */
export const PIXELS_FROM = 3;

export interface Base {
  /** Called for each frame that differs from the last. */
  show(view: View, window: Size): void;
  /** A CSS filter, or none. */
  filter(css: string): void;
  /** Says which part `read` would give now: while it is the same, so are the pixels. */
  part(): string;
  /** The pixels that tools may look at. Blind, when there are none. */
  read(): Promise<Part>;
  close(): void;
}

/** Pixels of the image from one of its points on. */
export interface Part {
  readonly picture: ImageBitmap;
  readonly left: number;
  readonly top: number;
}

/** An image whose colours cannot be read: the browser does not give them away, or they are not here. */
export class Blind extends Error {}

/** One whose colours can be read from nearer. */
export class TooFar extends Blind {}

export class Whole implements Base {
  constructor(private readonly image: HTMLImageElement) {}

  show(view: View): void {
    const { style } = this.image;
    style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    style.imageRendering = view.scale >= PIXELS_FROM ? "pixelated" : "auto";
  }

  filter(css: string): void {
    this.image.style.filter = css;
  }

  part(): string {
    return "all";
  }

  async read(): Promise<Part> {
    await this.image.decode();
    return { picture: await createImageBitmap(this.image), left: 0, top: 0 };
  }

  close(): void {}
}

/** One whose script is on its way: what it is asked meanwhile it is told when it comes. */
export class Coming implements Base {
  private base: Base | null = null;
  private seen: [view: View, window: Size] | null = null;
  private css = "";
  private closed = false;

  constructor(coming: Promise<Base>) {
    coming.then((base) => this.take(base), reportError);
  }

  show(view: View, window: Size): void {
    this.seen = [view, window];
    this.base?.show(view, window);
  }

  filter(css: string): void {
    this.css = css;
    this.base?.filter(css);
  }

  part(): string {
    return this.base?.part() ?? "";
  }

  async read(): Promise<Part> {
    if (!this.base) throw new TooFar();
    return this.base.read();
  }

  close(): void {
    this.closed = true;
    this.base?.close();
  }

  private take(base: Base): void {
    if (this.closed) return base.close();
    this.base = base;
    base.filter(this.css);
    if (this.seen) base.show(...this.seen);
  }
}
