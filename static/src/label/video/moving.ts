/** The picture of a video under the shapes: the frame that is on the screen. */
import { type Base, Blind, type Part, PIXELS_FROM } from "../image/base";
import type { View } from "../image/geometry";

export class Moving implements Base {
  constructor(private readonly video: HTMLVideoElement) {}

  show(view: View): void {
    const { style } = this.video;
    style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    style.imageRendering = view.scale >= PIXELS_FROM ? "pixelated" : "auto";
  }

  filter(css: string): void {
    this.video.style.filter = css;
  }

  part(): string {
    return String(this.video.currentTime);
  }

  async read(): Promise<Part> {
    if (!this.video.videoWidth) throw new Blind();
    return { picture: await createImageBitmap(this.video), left: 0, top: 0 };
  }

  close(): void {}
}
