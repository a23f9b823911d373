/** All masks but the one in the hand, painted together below the lines of the other shapes. */
import type { Size, View } from "../geometry";
import { compose, inkOf, type Pixels } from "./compose";

interface Look {
  readonly view: View;
  /** Device pixels to a CSS pixel. */
  readonly ratio: number;
}

type Canvas2D = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** How opaque a mask is that is only suggested. */
const FAINT = 0x28;

let scratch: Canvas2D | null = null;

/** The image's own pixels are coarser than those of a sharp screen, so one for each CSS pixel is enough. */
export function paintMasks(context: Canvas2D, masks: readonly { pixels: Pixels; color: string; dashed?: boolean }[], { view, width, height, ratio }: Look & Size): void {
  const window = { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
  const data = new ImageData(window.width, window.height);
  const picture = new Uint32Array(data.data.buffer);
  for (const { pixels, color, dashed } of masks) compose(picture, window, view, pixels, inkOf(color, dashed ? FAINT : undefined));
  scratch ??= canvas();
  Object.assign(scratch.canvas, window);
  scratch.putImageData(data, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(scratch.canvas, 0, 0, window.width * ratio, window.height * ratio);
}

function canvas(): Canvas2D {
  const made = typeof OffscreenCanvas === "undefined" ? document.createElement("canvas") : new OffscreenCanvas(1, 1);
  return made.getContext("2d") as Canvas2D;
}
