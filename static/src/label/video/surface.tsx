/** The video in the page: its picture with the shapes of the frame that is seen, and below it the time it runs in. */
import { effect, untracked } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { fill, gettext } from "../../lib/i18n";
import { Button } from "../../lib/button";
import type { Desk } from "../desk";
import { bindImage } from "../image/hands";
import { Pointer } from "../image/pointer";
import { Stage } from "../image/stage";
import { ImageTools } from "../image/tools";
import { layViews } from "../image/views";
import { fieldsWith } from "../kind";
import { Told } from "../panels/told";
import type { MediaSurface } from "../surface";
import { TimeStage, type Timing as StageTiming } from "../time/stage";
import { TimeStrip } from "../time/strip";
import { addressOf, fetchAhead } from "./ahead";
import { FrameBar } from "./bar";
import { factsOf, type Film, filmOf } from "./film";
import { bindVideo, heldTrack, joinSelected } from "./hands";
import { placeAt, stretches, type Track } from "./keyframes";
import { TrackLanes } from "./lanes";
import { Moving } from "./moving";
import { Player } from "./player";

/** What a browser is asked whether it can play. */
const CODECS: Readonly<Record<string, readonly [name: string, type: string]>> = {
  h264: ["H.264", 'video/mp4; codecs="avc1.42E01E"'],
  h265: ["H.265", 'video/mp4; codecs="hvc1.1.6.L93.B0"'],
  vp8: ["VP8", 'video/webm; codecs="vp8"'],
  vp9: ["VP9", 'video/webm; codecs="vp9"'],
  av1: ["AV1", 'video/mp4; codecs="av01.0.04M.08"'],
};

interface Parts {
  readonly player: Player;
  readonly time: TimeStage;
  readonly stage: Stage;
}

type Trouble = "cannot-play" | "not-loaded" | null;

function VideoSurface({ desk }: { desk: Desk }) {
  const asset = desk.task.asset!;
  const root = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const shapes = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const [workerUrl, setWorkerUrl] = useState(desk.worker);
  const [failed, setFailed] = useState(0);
  // It stays the same while the task is on the desk, whatever is fetched meanwhile.
  const address = useMemo(() => addressOf(asset) || undefined, [asset, failed]);
  const [loaded, setLoaded] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);
  const [parts, setParts] = useState<Parts | null>(null);
  useLayoutEffect(() => {
    const film = filmOf(desk);
    const elements = { root: root.current!, base: new Moving(video.current!), shapes: shapes.current!, overlay: overlay.current! };
    const player = new Player(video.current!, film);
    const time = new TimeStage(desk, player, timingOf(film));
    const stage = new Stage(desk, elements, workerUrl, () => setWorkerUrl(""));
    const still = () => player.pause();
    elements.root.addEventListener("pointerdown", still, { capture: true });
    setParts({ player, time, stage });
    const endings = [
      () => elements.root.removeEventListener("pointerdown", still, { capture: true }),
      new Pointer(stage).listen(),
      layViews(stage),
      bindImage(stage),
      stage.startPainting(),
      effect(() => {
        void film.frame.value;
        untracked(() => stage.followTime());
      }),
      followSelected(desk, film, player),
      effect(() => {
        const suggested = desk.suggesting?.current.value?.region;
        if (suggested && "keyframes" in suggested) untracked(() => toWhereSeen(suggested as Track, player));
      }),
    ];
    if (desk.takesFocus) elements.root.focus({ preventScroll: true });
    return () => {
      endings.forEach((end) => end());
      stage.close();
      time.close();
    };
  }, [workerUrl, failed]);
  useLayoutEffect(() => {
    const film = video.current!;
    return () => {
      // What is not needed any more is not loaded any further.
      film.removeAttribute("src");
      film.load();
    };
  }, [failed]);
  const isCurrent = parts?.player.film === filmOf(desk);
  return (
    <div class="video-desk">
      <div
        ref={root}
        class="surface image-surface video-surface"
        aria-busy={!loaded && !trouble}
        tabIndex={0}
        role="application"
        aria-roledescription={gettext("video canvas")}
        aria-label={desk.task.name}
      >
        <video
          ref={video}
          key={failed}
          src={address}
          poster={asset.derived?.poster}
          width={asset.width}
          height={asset.height}
          preload="auto"
          playsInline
          disablePictureInPicture
          onLoadedData={(event) => {
            setLoaded(true);
            setTrouble(event.currentTarget.videoWidth ? null : "cannot-play");
          }}
          onError={() => setTrouble(canPlay(desk) ? "not-loaded" : "cannot-play")}
        />
        {/* A canvas keeps its kind of context for ever: without the worker it must be another canvas. */}
        <canvas ref={shapes} key={`${workerUrl}${failed}`} class="shapes" />
        <canvas ref={overlay} class="overlay" />
        <Told desk={desk} />
        {trouble && (
          <div class="surface-message" role="alert">
            <p>{trouble === "cannot-play" ? cannotPlay(desk) : gettext("The video could not be loaded. Your labels are safe.")}</p>
            <Button icon="redo" title={gettext("Load again")} onClick={() => setFailed(failed + 1)}>
              {gettext("Load again")}
            </Button>
          </div>
        )}
      </div>
      {parts && isCurrent && (
        <>
          <FrameBar desk={desk} player={parts.player} />
          <TimeStrip stage={parts.time} beside>
            {fieldsWith(desk, "shape").length > 0 && <TrackLanes stage={parts.time} player={parts.player} />}
          </TimeStrip>
          <VideoKeys desk={desk} parts={parts} />
        </>
      )}
    </div>
  );
}

/** Bound after those of the timeline, which is drawn before it, so that they lie on top. */
function VideoKeys({ desk, parts }: { desk: Desk; parts: Parts }) {
  useLayoutEffect(() => bindVideo(desk, parts.player, parts.stage), [desk, parts]);
  return null;
}

/** Frames as the timeline wants to know of them. */
function timingOf({ timing, frames }: Film): StageTiming {
  const frame = 1 / timing.rate;
  const snap = (seconds: number) => {
    if (seconds >= timing.end - frame / 2) return timing.end;
    const at = timing.frameAt(seconds);
    const next = Math.min(at + 1, frames - 1);
    return seconds - timing.start(at) <= timing.start(next) - seconds || next === at ? timing.start(at) : timing.start(next);
  };
  return { duration: timing.end, step: frame, least: 5 * frame, snap, channels: [] };
}

/** A track that is selected while it is not to be seen is gone to; a track that waits for another is joined with it. */
function followSelected(desk: Desk, film: Film, player: Player): () => void {
  let before = "";
  return desk.sheet.selected.subscribe((selected) =>
    untracked(() => {
      const now = `${selected?.field}/${selected?.id}`;
      if (now === before) return;
      before = now;
      joinSelected(desk, film);
      const track = heldTrack(desk, selected)?.track;
      if (track) toWhereSeen(track, player);
    }),
  );
}

/** To the nearest frame in which it is seen. */
function toWhereSeen(track: Track, player: Player): void {
  if (player.playing.peek() || placeAt(track, player.going)) return;
  const near = stretches(track, player.film.frames)
    .map(([from, to]) => (player.going < from ? from : to - 1))
    .sort((a, b) => Math.abs(a - player.going) - Math.abs(b - player.going))[0];
  if (near !== undefined) player.goTo(near);
}

function canPlay(desk: Desk): boolean {
  const [, type] = CODECS[factsOf(desk).codec ?? ""] ?? [];
  return !type || document.createElement("video").canPlayType(type) !== "";
}

function cannotPlay(desk: Desk): string {
  const [name] = CODECS[factsOf(desk).codec ?? ""] ?? [];
  const sentence = gettext(
    "This browser cannot play the video (%(codec)s). Try Chrome, Edge or Firefox as they come from their makers, or ask the project lead to import it as H.264 or VP9. Your labels are safe.",
  );
  return fill(sentence, { codec: name ?? gettext("an unknown codec") });
}

export const SURFACE: MediaSurface = { Surface: VideoSurface, Tools: ImageTools, fetchAhead };
