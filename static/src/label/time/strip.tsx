/**
 * The strip on which time runs: a ruler, the picture that a medium puts there, the rows of segments, and over all of it
 * one canvas that is painted anew when anything changes. Below it what is seen of the whole, and the buttons.
 */
import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { Told } from "../panels/told";
import { bindTime } from "./hands";
import { Overview } from "./overview";
import { type Colours, coloursOf, paint, ROW, RULER } from "./paint";
import { TimePointer } from "./pointer";
import type { TimeStage } from "./stage";
import { Transport } from "./transport";

/** More rows than these would leave no room for the picture; the list of regions has them all. */
const MOST_ROWS = 12;

interface Props {
  readonly stage: TimeStage;
  /** The picture between ruler and segments: canvases that fill it and follow `stage.view` and `stage.width`. */
  readonly children?: ComponentChildren;
  /** There is a picture beside it that has the focus and the keys. */
  readonly beside?: boolean;
}

export function TimeStrip({ stage, children, beside = false }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const rows = Math.min(stage.laid.value.rows, MOST_ROWS);
  useLayoutEffect(() => {
    const endings = [
      follow(stage, root.current!, lanes.current!, canvas.current!),
      new TimePointer(stage, root.current!, (y) => rowAt(stage, y - lanes.current!.offsetTop)).listen(),
      bindTime(stage),
    ];
    if (stage.desk.takesFocus && !beside) root.current!.focus({ preventScroll: true });
    return () => endings.forEach((end) => end());
  }, [stage]);
  return (
    <div class="time-strip">
      <div
        ref={root}
        class={beside ? "time-surface" : "surface time-surface"}
        tabIndex={0}
        role="application"
        aria-roledescription={gettext("timeline")}
        aria-label={stage.desk.task.name}
      >
        <div style={{ height: `${RULER}px` }} />
        <div class="time-picture">{children}</div>
        <div ref={lanes} style={{ height: `${rows * ROW + 4}px` }} />
        <canvas ref={canvas} class="time-overlay" />
        {!beside && <Told desk={stage.desk} />}
      </div>
      <Overview stage={stage} />
      <Transport stage={stage} />
    </div>
  );
}

function rowAt(stage: TimeStage, y: number): { row: number; channel: string } | null {
  if (y < 0) return null;
  const row = Math.floor(y / ROW);
  const lane = stage.laid.peek().lanes.find(({ first, rows }) => row >= first && row < first + rows);
  return { row, channel: lane?.channel ?? "" };
}

/** Paint, and paint again at the next frame after something that was painted has changed. */
function follow(stage: TimeStage, root: HTMLElement, lanes: HTMLElement, canvas: HTMLCanvasElement): () => void {
  const context = canvas.getContext("2d")!;
  let colours: Colours = coloursOf(root);
  let asked = 0;
  const draw = () => {
    asked = 0;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = root;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, stage, { width, height, lanes: lanes.offsetTop }, colours);
  };
  const ask = () => {
    asked ||= requestAnimationFrame(draw);
  };
  const sized = new ResizeObserver(() => {
    stage.width.value = Math.max(root.clientWidth, 1);
    colours = coloursOf(root);
    ask();
  });
  sized.observe(root);
  stage.width.value = Math.max(root.clientWidth, 1);
  const end = effect(() => {
    const { desk, clock } = stage;
    void [stage.view.value, stage.width.value, stage.laid.value, stage.moving.value, clock.time.value, clock.loop.value];
    void [desk.passage.value, desk.sheet.selected.value, desk.sheet.hidden.value];
    ask();
  });
  return () => {
    end();
    sized.disconnect();
    cancelAnimationFrame(asked);
  };
}
