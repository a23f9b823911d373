/** What a kind does whose tools paint on the image instead of placing points. */
import type { Outline, Point, Size, View } from "./geometry";

export interface Painting {
  /** Take the pointer, if one of its tools is in the hand; points are pixels of the image. `other`: Alt is held. */
  press(at: Point, other: boolean): Gesture | null;
  /** Where the pointer is while it is not pressed; null when it has left. True when one of its tools is in the hand. */
  hover(at: Point | null): boolean;
  /** Called for each frame that differs from the last. */
  show(view: View, window: Size): void;
  /** Lines of something that is not finished. */
  outline(): Outline | null;
  close(): void;
}

/** What the pressed pointer does. */
export interface Gesture {
  /** All points it passed since the last frame. */
  move(points: readonly Point[]): void;
  release(at: Point, dragged: boolean): void;
  /** The system took the pointer away: nothing of it counts. */
  drop(): void;
}
