/** A recording in the page: its waveform and spectrogram on the strip of time, and what is said beside its segments. */
import { effect } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../../lib/button";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { channelsOf } from "../kinds/segment";
import { Wide } from "../panels/questions";
import type { MediaSurface } from "../surface";
import { MediaClock } from "../time/clock";
import { Pyramid, piecesOf } from "../time/pyramid";
import { TimeStage, type Timing } from "../time/stage";
import { TimeStrip } from "../time/strip";
import { Transcripts } from "../time/transcripts";
import { drawSpectrogram, drawWaveform } from "./drawing";

/** An arrow key. */
const STEP = 0.01;
/** The least that is seen at once. */
const LEAST = 0.02;

interface Props {
  readonly desk: Desk;
}

function timingOf(desk: Desk): Timing {
  const { duration, facts } = desk.task.asset!;
  const rate = Number(facts?.sample_rate ?? 16_000);
  return {
    duration: duration ?? 1,
    step: STEP,
    least: LEAST,
    snap: (time) => Math.round(time * rate) / rate,
    channels: channelsOf(desk),
  };
}

function AudioSurface({ desk }: Props) {
  const asset = desk.task.asset!;
  const [stage, setStage] = useState<TimeStage | null>(null);
  const [broken, setBroken] = useState(false);
  const [tries, setTries] = useState(0);
  useLayoutEffect(() => {
    const element = new Audio();
    element.preload = "auto";
    element.addEventListener("error", () => setBroken(asset.url !== ""));
    if (asset.url) element.src = asset.url;
    const timing = timingOf(desk);
    const made = new TimeStage(desk, new MediaClock(element, timing.duration), timing);
    setStage(made);
    setBroken(false);
    return () => {
      made.close();
      element.removeAttribute("src");
      element.load();
    };
  }, [desk, tries]);
  return (
    <>
      {broken && (
        <div class="notice" role="alert">
          <span>{gettext("The recording could not be loaded. Your labels are safe.")}</span>
          <Button icon="redo" title={gettext("Load again")} onClick={() => setTries(tries + 1)}>
            {gettext("Load again")}
          </Button>
        </div>
      )}
      {stage && (
        <TimeStrip stage={stage}>
          <Picture stage={stage} />
        </TimeStrip>
      )}
      {stage && <Transcripts stage={stage} />}
      <Wide desk={desk} />
    </>
  );
}

/** The spectrogram is a third of what is seen; both are drawn anew when the view moves, or more of them arrives. */
function Picture({ stage }: { stage: TimeStage }) {
  const wave = useRef<HTMLCanvasElement>(null);
  const tones = useRef<HTMLCanvasElement>(null);
  const derived = stage.desk.task.asset!.derived ?? {};
  const peaks = useMemo(() => new Pyramid(piecesOf(derived.peaks ?? "")), [stage]);
  const spectrogram = useMemo(() => new Pyramid(piecesOf(derived.spectrogram ?? "")), [stage]);
  useEffect(() => {
    if (derived.peaks) void peaks.open();
    if (derived.spectrogram) void spectrogram.open();
    return () => {
      peaks.close();
      spectrogram.close();
    };
  }, [stage]);
  useLayoutEffect(() => {
    const waved = follow(stage, wave.current!, peaks, (canvas, size) => drawWaveform(canvas, peaks, stage.view.peek(), size, inks(wave.current!)));
    const toned = follow(stage, tones.current!, spectrogram, (canvas, size) =>
      drawSpectrogram(canvas, spectrogram, stage.view.peek(), size, greys(tones.current!)),
    );
    return () => {
      waved();
      toned();
    };
  }, [stage]);
  return (
    <div class="sound">
      <canvas ref={wave} class="waveform" />
      <canvas ref={tones} class="spectrogram" />
    </div>
  );
}

type Draw = (canvas: CanvasRenderingContext2D, size: { width: number; height: number }) => void;

/** Draw at the next frame after the view, the window or what is drawn has changed. */
function follow(stage: TimeStage, canvas: HTMLCanvasElement, source: Pyramid, draw: Draw): () => void {
  const context = canvas.getContext("2d")!;
  let asked = 0;
  const now = () => {
    asked = 0;
    const ratio = devicePixelRatio || 1;
    const size = { width: Math.round(canvas.clientWidth * ratio), height: Math.round(canvas.clientHeight * ratio) };
    if (!size.width || !size.height) return;
    if (canvas.width !== size.width) canvas.width = size.width;
    if (canvas.height !== size.height) canvas.height = size.height;
    draw(context, size);
    canvas.dataset.drawn = String(source.arrived.peek());
  };
  const ask = () => {
    asked ||= requestAnimationFrame(now);
  };
  const sized = new ResizeObserver(ask);
  sized.observe(canvas);
  const end = effect(() => {
    void [stage.view.value, stage.width.value, source.head.value, source.arrived.value];
    ask();
  });
  return () => {
    end();
    sized.disconnect();
    cancelAnimationFrame(asked);
  };
}

function inks(element: Element): { wave: string; line: string } {
  const { color, borderTopColor } = getComputedStyle(element);
  return { wave: color, line: borderTopColor };
}

type Rgb = readonly [number, number, number];

function greys(element: Element): { ground: Rgb; ink: Rgb } {
  const { color, backgroundColor } = getComputedStyle(element);
  return { ground: rgb(backgroundColor), ink: rgb(color) };
}

/** Of a computed colour, which is written "rgb(1, 2, 3)" or "color(srgb 0.1 0.2 0.3)". */
function rgb(colour: string): Rgb {
  const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0] = colour.startsWith("color(") ? numbers.map((one) => one * 255) : numbers;
  return [red, green, blue];
}

function Tools() {
  return null;
}

export const SURFACE: MediaSurface = { Surface: AudioSurface, Tools };
