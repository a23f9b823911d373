/** The painting tools as the person left them: they stay the same from task to task. */
import { type Signal, signal } from "@preact/signals";

export type MaskTool = "brush" | "fill" | "area" | "smart";

export const TOOLS: readonly MaskTool[] = ["brush", "fill", "area", "smart"];

/** Sizes of the brush in pixels of the image, each a good fifth above the last. */
const SIZES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 19, 24, 30, 38, 48, 60, 75, 95, 120, 150, 190, 240, 300];

export const LARGEST = 300;

export const hand = {
  tool: signal<MaskTool>("brush"),
  /** Pixels are taken away instead of painted, with whatever tool. */
  erasing: signal(false),
  size: signal(30),
  /** How far a colour may be from the one that was clicked, 0..255 a channel. */
  tolerance: signal(24),
} as const satisfies Record<string, Signal>;

export function resize(by: 1 | -1): void {
  const now = hand.size.peek();
  const next = by > 0 ? SIZES.find((size) => size > now) : SIZES.findLast((size) => size < now);
  hand.size.value = next ?? now;
}

export function tolerate(by: number): void {
  hand.tolerance.value = Math.max(0, Math.min(255, hand.tolerance.peek() + by));
}
