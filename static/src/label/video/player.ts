/**
 * The <video> element as a clock that counts frames.
 *
 * To go to a frame, the element is sent to the middle of it, where no rounding leads to another; which frame then is
 * on the screen, the browser says itself (`requestVideoFrameCallback`). So the shapes that are drawn are those of the
 * picture that is seen, also while the next one is still on its way.
 */
import { batch, type Signal, signal } from "@preact/signals";
import type { Clock, Stretch } from "../time/clock";
import type { Film } from "./film";

/** A browser that does not say which frame it shows is asked for its time so long after it has arrived. */
const SILENCE_MS = 250;

export class Player implements Clock {
  readonly time: Signal<number>;
  readonly playing = signal(false);
  readonly rate = signal(1);
  readonly loop: Signal<Stretch | null> = signal(null);
  readonly canPlay = true;
  /** Where it is going, while it is on its way. */
  private wanted: number | null = null;
  private seeking = false;
  private until: number | null = null;
  private asked = 0;
  private waiting = 0;
  private readonly endings: (() => void)[] = [];
  private readonly saysFrames: boolean;

  constructor(
    private readonly video: HTMLVideoElement,
    readonly film: Film,
  ) {
    this.saysFrames = "requestVideoFrameCallback" in video;
    this.time = signal(film.timing.start(film.frame.peek()));
    const on = (name: string, hear: () => void) => {
      video.addEventListener(name, hear);
      this.endings.push(() => video.removeEventListener(name, hear));
    };
    on("loadeddata", () => this.goTo(this.wanted ?? film.frame.peek()));
    on("seeked", () => this.arrived());
    on("play", () => void (this.playing.value = true));
    on("pause", () => this.rest());
    on("ended", () => this.ended());
    this.endings.push(this.rate.subscribe((rate) => void (video.playbackRate = rate)));
    this.watch();
  }

  /** Frames on their way count, so that keys pressed quickly lead as far as they should. */
  get going(): number {
    return this.wanted ?? this.film.frame.peek();
  }

  step(frames: number): void {
    this.pause();
    this.goTo(this.going + frames);
  }

  goTo(frame: number): void {
    this.wanted = this.film.timing.clamp(frame);
    this.until = null;
    // Nothing to wait for: a sample without a film.
    if (!this.video.hasAttribute("src")) this.show(this.film.timing.start(this.wanted));
    else if (!this.seeking && this.video.readyState >= HTMLMediaElement.HAVE_METADATA) this.seekNow();
  }

  seek(time: number): void {
    this.goTo(this.film.timing.frameAt(time));
  }

  play(only?: Stretch): void {
    const loop = this.loop.peek();
    const now = this.time.peek();
    const { timing, frames } = this.film;
    if (only) this.goTo(timing.frameAt(only.start));
    else if (loop && (now < loop.start || now >= loop.end)) this.goTo(timing.frameAt(loop.start));
    else if (this.going === frames - 1) this.goTo(0);
    this.until = only && !loop ? only.end : null;
    // A person has pressed a key; where the browser refuses all the same, it stays paused.
    void this.video.play().catch(() => undefined);
  }

  pause(): void {
    if (!this.video.paused) this.video.pause();
  }

  close(): void {
    this.pause();
    this.endings.forEach((end) => end());
    clearTimeout(this.waiting);
    this.video.cancelVideoFrameCallback?.(this.asked);
  }

  private seekNow(): void {
    this.seeking = true;
    this.video.currentTime = this.film.timing.middle(this.wanted!);
  }

  /** The element is there; the picture may come a moment later. */
  private arrived(): void {
    this.seeking = false;
    const { wanted, film } = this;
    if (wanted !== null && film.timing.frameAt(this.video.currentTime) !== wanted) return this.seekNow();
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.settle(), SILENCE_MS);
  }

  /** What was wanted has not come: the browser shows another frame and has said so, or it does not say anything ever. */
  private settle(): void {
    if (this.seeking) return;
    this.wanted = null;
    if (!this.saysFrames) this.show(this.video.currentTime);
  }

  private watch(): void {
    if (!this.saysFrames) return;
    this.asked = this.video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.show(mediaTime);
      this.watch();
    });
  }

  private show(mediaTime: number): void {
    const frame = this.film.timing.frameAt(mediaTime);
    if (frame === this.wanted && !this.seeking) {
      this.wanted = null;
      clearTimeout(this.waiting);
    }
    batch(() => {
      this.film.frame.value = frame;
      this.time.value = this.film.timing.start(frame);
    });
    if (this.video.paused) return;
    const loop = this.loop.peek();
    if (loop && mediaTime >= loop.end) this.goTo(this.film.timing.frameAt(loop.start));
    else if (this.until !== null && mediaTime >= this.until) this.pause();
  }

  /** Paused between two frames, it would be a matter of rounding which one a next step starts from. */
  private rest(): void {
    this.playing.value = false;
    if (this.wanted === null) this.goTo(this.film.frame.peek());
  }

  private ended(): void {
    const loop = this.loop.peek();
    if (loop) this.play(loop);
  }
}
