/**
 * <div data-film>: a video with the tracks of people's answers over the frame that is seen, each in its place between
 * key frames. It begins where the answers differ most; with one answer, where that begins.
 */
import { fill } from "../lib/i18n";
import { isOccluded, type Place, placeAt } from "../label/video/keyframes";
import { Timing, type TimingDoc } from "../label/video/timing";
import { type Answer, mostApart, type Named } from "./film-differences";

/** What the page prints: `annotation/films.py`. */
interface FilmDoc {
  readonly timing: TimingDoc;
  readonly width: number;
  readonly height: number;
  readonly answers: readonly Answer[];
}

/** The longer side over the height of letters, and over the radius of a point. */
const LETTERS = 40;
const DOTS = 130;
/** A browser that does not say which frame it shows is asked so often. */
const LOOK_MS = 100;
const SVG = "http://www.w3.org/2000/svg";

export function lay(root: HTMLElement): void {
  const [video, svg, output] = [root.querySelector("video")!, root.querySelector("svg")!, root.querySelector("output")!];
  const doc = JSON.parse(root.querySelector("script")!.textContent!) as FilmDoc;
  const timing = new Timing(doc.timing);
  const tracks = doc.answers.flatMap((answer) => answer.tracks);
  const keys = [...new Set(tracks.flatMap(({ keyframes }) => keyframes.map(({ frame }) => frame)))].sort((a, b) => a - b);
  let shown = -1;
  svg.setAttribute("viewBox", `0 0 ${doc.width} ${doc.height}`);

  const show = (frame: number) => {
    if (frame === shown) return;
    shown = frame;
    output.value = fill(output.dataset.says!, { frame, last: timing.frames - 1 });
    root.dataset.frame = String(frame);
    svg.replaceChildren(...doc.answers.map((answer) => drawn(answer, frame, Math.max(doc.width, doc.height))));
  };
  const goTo = (frame: number | undefined) => {
    if (frame === undefined) return;
    video.pause();
    video.currentTime = timing.middle(timing.clamp(frame));
    show(timing.clamp(frame));
  };
  const ways: Readonly<Record<string, () => number | undefined>> = {
    "step-back": () => shown - 1,
    "step-on": () => shown + 1,
    "key-before": () => keys.findLast((frame) => frame < shown),
    "key-after": () => keys.find((frame) => frame > shown),
    most: () => mostApart(doc.answers, keys),
  };
  for (const button of root.querySelectorAll<HTMLElement>("[data-go]")) {
    button.addEventListener("click", () => goTo(ways[button.dataset.go!]!()));
  }
  const play = root.querySelector<HTMLElement>("[data-play]")!;
  const toggle = () => void (video.paused ? video.play().catch(() => undefined) : video.pause());
  play.addEventListener("click", toggle);
  video.addEventListener("click", toggle);
  for (const heard of ["play", "pause"]) video.addEventListener(heard, () => play.setAttribute("aria-pressed", String(!video.paused)));
  const begin = () => goTo(doc.answers.length > 1 ? mostApart(doc.answers, keys) : keys[0]);
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) begin();
  else video.addEventListener("loadedmetadata", begin, { once: true });
  follow(video, (time) => show(timing.frameAt(time)));
}

/** Hear of every frame that comes to the screen. */
function follow(video: HTMLVideoElement, hear: (time: number) => void): void {
  if (!("requestVideoFrameCallback" in video)) {
    setInterval(() => hear((video as HTMLVideoElement).currentTime), LOOK_MS);
    return;
  }
  // While it seeks, a frame of before may still come to the screen; the one that was sought is there at the end.
  video.addEventListener("seeked", () => hear(video.currentTime));
  const next = () => video.requestVideoFrameCallback((_now, { mediaTime }) => {
    if (!video.seeking) hear(mediaTime);
    next();
  });
  next();
}

/** One answer in one frame. */
function drawn({ of, color, dash, settled, tracks }: Answer, frame: number, side: number): SVGElement {
  const group = made("g", { "data-of": of, ...(dash ? { "stroke-dasharray": dash } : {}) });
  for (const track of tracks) {
    const place = placeAt(track, frame);
    if (!place) continue;
    const one = made("g", { style: `--color: ${color || track.color}`, ...(isOccluded(track, frame) ? { opacity: "0.45" } : {}) });
    const [left, top] = corner(place);
    if (place.points) one.append(...place.points.map(([cx, cy]) => made("circle", { cx, cy, r: side / DOTS })));
    else one.append(made("path", { d: outline(place), ...(settled ? { class: "settled-shape" } : {}) }));
    if (!settled) one.append(named(track, of, left, top, side / LETTERS));
    group.append(one);
  }
  return group;
}

function named({ title }: Named, of: string, x: number, y: number, size: number): SVGElement {
  const text = made("text", { x, y, dy: "-.3em", "font-size": size });
  text.textContent = [of, title].filter(Boolean).join(" ");
  return text;
}

/** A box with its corners turned about its centre. */
function outline({ x, y, width, height, rotation }: Place): string {
  const turn = ((rotation ?? 0) * Math.PI) / 180;
  const [cx, cy] = [x! + width! / 2, y! + height! / 2];
  const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([h, v]) => {
    const [right, down] = [(h! * width!) / 2, (v! * height!) / 2];
    return `${cx + right * Math.cos(turn) - down * Math.sin(turn)},${cy + right * Math.sin(turn) + down * Math.cos(turn)}`;
  });
  return `M${corners.join("L")}Z`;
}

function corner({ x, y, points }: Place): readonly [number, number] {
  return points ? [Math.min(...points.map(([px]) => px)), Math.min(...points.map(([, py]) => py))] : [x!, y!];
}

function made(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

