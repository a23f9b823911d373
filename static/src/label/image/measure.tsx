/** Measuring on the image, in its own pixels: a line of clicks has a length, and closed it has an area. */
import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { type Point, toScreen, toValue } from "./geometry";
import type { Stage } from "./stage";

export function Measure({ stage }: { stage: Stage }) {
  const points = useSignal<readonly Point[]>([]);
  const pointer = useSignal<Point | null>(null);
  const { desk } = stage;
  useLayoutEffect(() => desk.keys.bindAll(keysOf(desk, points)), []);
  const view = stage.view.value;
  const at = ({ offsetX, offsetY }: PointerEvent): Point => toValue(view, { x: offsetX, y: offsetY });
  const place = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    points.value = [...points.value, at(event)];
  };
  const line = pointer.value ? [...points.value, pointer.value] : points.value;
  const shown = line.map((point) => toScreen(view, point));
  const last = shown.at(-1);
  return (
    <div
      class="measure"
      onPointerDown={place}
      onPointerMove={(event) => void (pointer.value = points.value.length ? at(event) : null)}
      onPointerLeave={() => void (pointer.value = null)}
      onDblClick={() => void (points.value = [])}
    >
      <svg aria-hidden="true">
        <polyline points={shown.map(({ x, y }) => `${x},${y}`).join(" ")} />
        {shown.map(({ x, y }, i) => (
          <circle key={i} cx={x} cy={y} r={3} />
        ))}
      </svg>
      {last && line.length > 1 && (
        <span class="reading" style={{ transform: `translate(${last.x + 12}px, ${last.y + 12}px)` }}>
          {reading(line)}
        </span>
      )}
      <span class="reading resting" role="status">
        {ofSelected(stage) ?? gettext("Click from point to point. Esc ends measuring.")}
      </span>
    </div>
  );
}

/** Esc first takes the line away, then ends measuring; Backspace takes back its last point. */
function keysOf(desk: Desk, points: Signal<readonly Point[]>) {
  return {
    "cancel-drawing": () => {
      if (points.peek().length) points.value = [];
      else desk.sight.measuring.value = false;
    },
    "drawing-back": () => {
      if (!points.peek().length) return false;
      points.value = points.peek().slice(0, -1);
      return true;
    },
  };
}

/** The selected region is measured without a click. */
function ofSelected(stage: Stage): string | null {
  const held = stage.inHand.value;
  if (!held) return null;
  const { rings, closed } = held.kind.outline(held.region);
  const paths = rings.map((ring) => pairs(ring));
  const length = paths.reduce((sum, path) => sum + lengthOf(closed ? [...path, path[0]!] : path), 0);
  // Holes lie inside the first ring.
  const [outer, ...holes] = paths.map(areaOf);
  const area = (outer ?? 0) - holes.reduce((sum, hole) => sum + hole, 0);
  return closed ? sentence(length, area) : sentence(length, null);
}

function reading(line: readonly Point[]): string {
  return sentence(lengthOf(line), areaOf(line) || null);
}

function sentence(length: number, area: number | null): string {
  const pixels = fill(gettext("%(length)s px"), { length: rounded(length) });
  return area === null ? pixels : `${pixels} · ${fill(gettext("%(area)s px²"), { area: rounded(area) })}`;
}

function rounded(value: number): string {
  return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: value < 1000 ? 1 : 0 });
}

function pairs(ring: readonly number[]): Point[] {
  return Array.from({ length: ring.length / 2 }, (_, i) => ({ x: ring[2 * i]!, y: ring[2 * i + 1]! }));
}

export function lengthOf(path: readonly Point[]): number {
  return path.slice(1).reduce((sum, point, i) => sum + Math.hypot(point.x - path[i]!.x, point.y - path[i]!.y), 0);
}

/** The area inside a closed path (Gauss's formula for polygons). */
export function areaOf(path: readonly Point[]): number {
  const twice = path.reduce((sum, { x, y }, i) => {
    const next = path[(i + 1) % path.length]!;
    return sum + x * next.y - next.x * y;
  }, 0);
  return Math.abs(twice) / 2;
}
