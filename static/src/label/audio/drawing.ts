/** What is seen of a sound: the waveform of each channel, and the spectrogram. Only what is in the window is drawn. */
import { lengthOf, type View } from "../time/axis";
import type { Pyramid } from "../time/pyramid";

type Rgb = readonly [red: number, green: number, blue: number];

/** A quiet recording is drawn larger, but not so much that its noise looks like speech. */
const MOST_GAIN = 12;
/** Of 255, how much below the loudest is still seen. */
const RANGE = 150;

/** The lowest and the highest that each pixel shows, channel by channel. */
export function drawWaveform(
  canvas: CanvasRenderingContext2D,
  peaks: Pyramid,
  view: View,
  size: { readonly width: number; readonly height: number },
  colours: { readonly wave: string; readonly line: string },
): void {
  const { width, height } = size;
  canvas.clearRect(0, 0, width, height);
  const head = peaks.head.peek();
  if (!head) return;
  const channels = head.channels as number;
  const bucket = head.bucket as number;
  const perPixel = ((lengthOf(view) / width) * head.rate) / bucket;
  const level = peaks.levelFor(Math.max(perPixel, 1));
  const gain = Math.min(127 / Math.max(loudest(peaks, (byte) => Math.abs(signed(byte))), 1), MOST_GAIN);
  const high = height / channels;
  // The loudest that is seen at all would be cut by a line's width.
  const half = (high / 2 - 2) * gain;
  const columnAt = (x: number) => ((view.start + (x / width) * lengthOf(view)) * head.rate) / bucket / level.scale;
  for (let channel = 0; channel < channels; channel++) {
    const middle = channel * high + high / 2;
    canvas.fillStyle = colours.line;
    canvas.fillRect(0, Math.round(middle), width, 1);
    if (channel) canvas.fillRect(0, Math.round(channel * high), width, 1);
    canvas.fillStyle = colours.wave;
    for (let x = 0; x < width; x++) {
      const first = Math.floor(columnAt(x));
      if (first >= level.count) break;
      const last = Math.max(first + 1, Math.min(Math.ceil(columnAt(x + 1)), level.count));
      let [low, top] = [127, -127];
      for (let n = first; n < last; n++) {
        const column = peaks.column(level, n);
        if (!column) continue;
        low = Math.min(low, signed(column[channel * 2]!));
        top = Math.max(top, signed(column[channel * 2 + 1]!));
      }
      if (top < low) continue;
      const y = middle - (top / 127) * half;
      canvas.fillRect(x, y, 1, Math.max(((top - low) / 127) * half, 1));
    }
  }
}

const known = new WeakMap<Pyramid, number>();

/** Of the whole recording: the coarsest level is always there. */
function loudest(source: Pyramid, read: (byte: number) => number): number {
  const found = known.get(source);
  if (found !== undefined) return found;
  const level = source.head.peek()!.levels[0]!;
  let most = 0;
  for (let n = 0; n < level.count; n++) for (const byte of source.column(level, n) ?? []) most = Math.max(most, read(byte));
  known.set(source, most);
  return most;
}

const signed = (byte: number): number => (byte << 24) >> 24;

/** A column a pixel, low tones below: quiet in the colour of the ground, loud in the colour of the ink. */
export function drawSpectrogram(
  canvas: CanvasRenderingContext2D,
  spectrogram: Pyramid,
  view: View,
  size: { readonly width: number; readonly height: number },
  colours: { readonly ground: Rgb; readonly ink: Rgb },
): void {
  const { width, height } = size;
  canvas.clearRect(0, 0, width, height);
  const head = spectrogram.head.peek();
  if (!head) return;
  const bands = head.width;
  const step = head.step as number;
  const image = new ImageData(width, bands);
  const perPixel = ((lengthOf(view) / width) * head.rate) / step;
  const level = spectrogram.levelFor(Math.max(perPixel, 1));
  const most = loudest(spectrogram, (byte) => byte);
  const least = Math.max(most - RANGE, 0);
  for (let x = 0; x < width; x++) {
    const time = view.start + ((x + 0.5) / width) * lengthOf(view);
    const n = Math.round((time * head.rate) / step / level.scale - (level.scale - 1) / (2 * level.scale));
    if (time * head.rate > head.samples) break;
    const column = spectrogram.column(level, Math.min(Math.max(n, 0), level.count - 1));
    if (!column) continue;
    for (let band = 0; band < bands; band++) {
      const share = Math.max(column[band]! - least, 0) / Math.max(most - least, 1);
      const at = ((bands - 1 - band) * width + x) * 4;
      for (let part = 0; part < 3; part++) {
        image.data[at + part] = colours.ground[part]! + (colours.ink[part]! - colours.ground[part]!) * share * share;
      }
      image.data[at + 3] = 255;
    }
  }
  stretched(canvas, image, width, height);
}

let between: HTMLCanvasElement | null = null;

/** `putImageData` does not scale: over another canvas. */
function stretched(canvas: CanvasRenderingContext2D, image: ImageData, width: number, height: number): void {
  between ??= document.createElement("canvas");
  between.width = image.width;
  between.height = image.height;
  between.getContext("2d")!.putImageData(image, 0, 0);
  canvas.imageSmoothingEnabled = true;
  canvas.drawImage(between, 0, 0, width, height);
}
