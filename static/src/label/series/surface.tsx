/** Series of measurements: their channels one below the other, over the strip of segments that all media share. */
import { effect, type Signal, signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../lib/button";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { channelsOf } from "../kinds/segment";
import type { MediaSurface } from "../surface";
import { StandingClock } from "../time/clock";
import { coloursOf } from "../time/paint";
import { TimeStage, type Timing } from "../time/stage";
import { originOf, timeFacts } from "../time/stamps";
import { TimeStrip } from "../time/strip";
import { dateTicks } from "./dates";
import { SeriesFile } from "./file";
import { said } from "./lines";
import { type Colours, paintSeries, type Picture } from "./paint";

/** The least that can be shown, in rows. */
const LEAST = 8;

/** The file, when it is there, and how often something of it has come. */
interface Held {
  readonly file: Signal<SeriesFile | null>;
  readonly came: Signal<number>;
}

function timingOf(desk: Desk, { file }: Held): Timing {
  const asset = desk.task.asset!;
  const duration = asset.duration ?? 1;
  const facts = timeFacts(asset);
  const even = asset.facts?.step as number | null | undefined;
  const step = (asset.facts?.usual_step as number | undefined) ?? duration / 100;
  const origin = facts && originOf(facts);
  const nearest = (time: number): number => {
    const found = file.peek();
    if (!found) return time;
    const row = found.rowAt(time);
    const [before, after] = [found.timeOf(row), row + 1 < found.rows ? found.timeOf(row + 1) : duration];
    if (before === null || after === null) return time;
    return time - before <= after - time ? before : after;
  };
  const later = (time: number, steps: number): number => {
    const found = file.peek();
    if (!found || found.timeOf(0) === null) return time + steps * step;
    const row = (time >= duration ? found.rows : found.rowAt(time)) + steps;
    return row >= found.rows ? duration : (found.timeOf(Math.max(row, 0)) ?? time);
  };
  return {
    duration,
    step,
    least: LEAST * step,
    snap: (time) => (even ? Math.round(time / even) * even : nearest(time)),
    ...(even ? {} : { later }),
    ...(origin === null ? {} : { ticks: (view, width) => dateTicks(view, width, origin) }),
    channels: channelsOf(desk),
  };
}

function SeriesSurface({ desk }: { desk: Desk }) {
  const [tried, setTried] = useState(0);
  const [broken, setBroken] = useState(false);
  const [{ held, stage }] = useState(() => {
    const held: Held = { file: signal(null), came: signal(0) };
    const timing = timingOf(desk, held);
    return { held, stage: new TimeStage(desk, new StandingClock(timing.duration), timing) };
  });
  const url = desk.task.asset?.derived?.series;
  useEffect(() => () => stage.close(), []);
  useEffect(() => {
    let closed = false;
    if (!url) return;
    SeriesFile.open(url, () => void held.came.value++).then(
      (file) => {
        if (closed) return file.close();
        setBroken(false);
        held.file.value = file;
      },
      () => setBroken(!closed),
    );
    return () => {
      closed = true;
      held.file.peek()?.close();
    };
  }, [url, tried]);
  return (
    <div class="series-frame">
      <TimeStrip stage={stage}>
        <Channels stage={stage} held={held} />
      </TimeStrip>
      {broken && (
        <div class="surface-message" role="alert">
          <p>{gettext("The series could not be loaded. Your labels are safe.")}</p>
          <Button icon="redo" title={gettext("Load again")} onClick={() => setTried(tried + 1)}>
            {gettext("Load again")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Channels({ stage, held }: { stage: TimeStage; held: Held }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => follow(stage, held, canvas.current!), []);
  return <canvas ref={canvas} class="series-channels" />;
}

/** Paint, and again at the next frame after something that is seen has changed. */
function follow(stage: TimeStage, held: Held, canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext("2d")!;
  const root = canvas.closest<HTMLElement>(".surface")!;
  const pointed: Signal<number | null> = signal(null);
  const names = channelsOf(stage.desk);
  let colours = paintedIn(root);
  let asked = 0;
  const value = (channel: number, time: number): string => {
    const file = held.file.peek();
    return file ? said(file.value(channel, file.rowAt(time)), file.digits(channel)) : "";
  };
  const draw = () => {
    asked = 0;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = canvas;
    const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const source = held.file.peek();
    const picture: Picture = { source, names, step: stage.timing.step, pointed: pointed.peek(), value };
    paintSeries(context, stage, picture, { width, height }, colours);
    if (source) canvas.dataset.drawn = "true";
  };
  const ask = () => void (asked ||= requestAnimationFrame(draw));
  const sized = new ResizeObserver(() => {
    colours = paintedIn(root);
    ask();
  });
  sized.observe(canvas);
  const point = (event: PointerEvent) => {
    const { left, right } = canvas.getBoundingClientRect();
    const inside = event.type === "pointermove" && event.clientX >= left && event.clientX < right;
    pointed.value = inside ? stage.timing.snap(stage.toTime(event.clientX - left)) : null;
  };
  root.addEventListener("pointermove", point);
  root.addEventListener("pointerleave", point);
  const end = effect(() => {
    void [stage.view.value, stage.width.value, stage.clock.time.value, pointed.value, held.file.value, held.came.value];
    ask();
  });
  return () => {
    end();
    sized.disconnect();
    cancelAnimationFrame(asked);
    root.removeEventListener("pointermove", point);
    root.removeEventListener("pointerleave", point);
  };
}

function paintedIn(root: HTMLElement): Colours {
  return { ...coloursOf(root), back: getComputedStyle(root).backgroundColor };
}

export const SURFACE: MediaSurface = { Surface: SeriesSurface, Tools: () => null };
