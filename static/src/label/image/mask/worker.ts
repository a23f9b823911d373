/** Reads the colours of the image in its own thread: fills by colour, and ways along borders. */
import { type Asked, Eye, type Offset, type Seen } from "./eye";

export interface Look extends Offset {
  readonly look: ImageBitmap;
}

export type ToEye = Look | { readonly number: number; readonly asked: Asked };

export interface FromEye {
  readonly number: number;
  readonly seen: Seen;
}

let eye: Eye | null = null;

self.onmessage = ({ data }: MessageEvent<ToEye>) => {
  if ("look" in data) eye = new Eye(data.look, data);
  else if (eye) {
    const message: FromEye = { number: data.number, seen: eye.answer(data.asked) };
    self.postMessage(message);
  }
};
