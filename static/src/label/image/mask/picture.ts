/** The mask in the hand as it is seen: one canvas of the window's size, of which only what changed is painted again. */
import type { Bounds, Size, View } from "../geometry";
import { compose, type Ink, type Pixels } from "./compose";

export class Picture {
  readonly canvas = document.createElement("canvas");
  private readonly context = this.canvas.getContext("2d")!;
  private shown: { pixels: Pixels | null; view: View; ink: Ink } | null = null;

  constructor() {
    this.canvas.className = "mask-in-hand";
  }

  /** `within`: where alone the mask differs from the one shown last, in pixels of the image. */
  show(pixels: Pixels | null, view: View, window: Size, ink: Ink, within: Bounds | null): void {
    const { shown, canvas } = this;
    const resized = canvas.width !== window.width || canvas.height !== window.height;
    if (resized) Object.assign(canvas, window);
    const same = !resized && shown?.view === view && shown.ink.border === ink.border;
    if (same && shown.pixels?.edges === pixels?.edges) return;
    this.shown = { pixels, view, ink };
    if (!pixels?.edges.length) this.context.clearRect(0, 0, window.width, window.height);
    else this.paint(pixels, view, ink, same && within ? onScreen(within, view, window) : { left: 0, top: 0, right: window.width, bottom: window.height });
  }

  private paint(pixels: Pixels, view: View, ink: Ink, { left, top, right, bottom }: Bounds): void {
    const size = { width: right - left, height: bottom - top };
    if (size.width <= 0 || size.height <= 0) return;
    const data = new ImageData(size.width, size.height);
    const moved = { scale: view.scale, x: view.x - left, y: view.y - top };
    compose(new Uint32Array(data.data.buffer), size, moved, pixels, ink);
    this.context.putImageData(data, left, top);
  }
}

/** A part of the image in whole pixels of the screen, with room for the border. */
function onScreen(part: Bounds, { scale, x, y }: View, window: Size): Bounds {
  return {
    left: Math.max(0, Math.floor(part.left * scale + x) - 2),
    top: Math.max(0, Math.floor(part.top * scale + y) - 2),
    right: Math.min(window.width, Math.ceil(part.right * scale + x) + 2),
    bottom: Math.min(window.height, Math.ceil(part.bottom * scale + y) + 2),
  };
}
