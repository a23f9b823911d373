/** What is labelled: each medium has its surface, a chunk of its own that is loaded with the first task. */
import type { FunctionComponent } from "preact";
import { fill, gettext } from "../lib/i18n";
import type { Desk } from "./desk";
import type { Media, Task } from "./types";

interface DeskProps {
  readonly desk: Desk;
}

export interface MediaSurface {
  readonly Surface: FunctionComponent<DeskProps>;
  /** Its part of the tools. */
  readonly Tools: FunctionComponent<DeskProps>;
  /** Fetch what is shown of the tasks that come next; let go of all others but that on the desk. */
  fetchAhead?(next: readonly Task[], now: Task | undefined): void;
}

const CHUNKS: Readonly<Partial<Record<Media, () => Promise<{ SURFACE: MediaSurface }>>>> = {
  image: () => import("./image/surface"),
  series: () => import("./series/surface"),
  text: () => import("./text/texts"),
  audio: () => import("./audio/surface"),
  video: () => import("./video/surface"),
};

const loaded = new Map<Media, MediaSurface>();

export async function loadSurface(media: Media): Promise<void> {
  const load = CHUNKS[media];
  if (!load) throw new Error(fill(gettext("This workspace has no surface for %(media)s."), { media }));
  loaded.set(media, (await load()).SURFACE);
}

export function fetchAhead(media: Media, next: readonly Task[], now: Task | undefined): void {
  loaded.get(media)?.fetchAhead?.(next, now);
}

export function Surface({ desk }: DeskProps) {
  const { Surface: Of } = loaded.get(desk.task.media)!;
  return <Of desk={desk} />;
}

export function SurfaceTools({ desk }: DeskProps) {
  const { Tools: Of } = loaded.get(desk.task.media)!;
  return <Of desk={desk} />;
}
