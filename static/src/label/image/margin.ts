/**
 * More is painted than the window shows, so that the picture can go with the hand for a while.
 *
 * Moving a picture costs next to nothing; painting ten thousand outlines does not. With few shapes there is no margin:
 * then every view is painted as it is best seen, with fills and badges that keep inside the window.
 */
import type { Order } from "./paint";

/** CSS pixels to each side. */
const MARGIN = 256;
/** The next picture is ordered when so much is left of it. */
const LEFT = 48;

/** The same order for a picture that goes beyond the window on each side, by whole pixels of the screen. */
export function spread(order: Order): Order {
  const { view, width, height, ratio } = order;
  const margin = Math.round(MARGIN * ratio) / ratio;
  const moved = { scale: view.scale, x: view.x + margin, y: view.y + margin };
  return { ...order, view: moved, width: width + 2 * margin, height: height + 2 * margin };
}

/** Does a picture, moved by whole pixels of the screen, still fill the window that is wanted, with some to spare? */
export function reaches(painted: Order, wanted: Pick<Order, "view" | "width" | "height" | "ratio">): boolean {
  const { view, width, height, ratio } = wanted;
  if (painted.view.scale !== view.scale) return false;
  const [x, y] = [view.x - painted.view.x, view.y - painted.view.y];
  if (![x, y].every((by) => isWhole(by * ratio))) return false;
  const spare = [-x, -y, x + painted.width - width, y + painted.height - height];
  // One that was painted for just this window fills it, and goes nowhere.
  return painted.width === width && painted.height === height ? x === 0 && y === 0 : spare.every((left) => left >= LEFT);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-3;
}
