/** The box that labels are searched in. The arrow keys point at one of those that are left, Enter chooses it. */
import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { fill, gettext, ngettext } from "../../lib/i18n";
import type { Sounds } from "../../lib/pinyin/all";
import type { Desk, Look } from "../desk";
import { isComposing, toSurface } from "./moving";

interface Props {
  readonly desk: Desk;
  /** What is left by the search, what fits best first; null while none is on. */
  readonly found: Signal<readonly Look[] | null>;
}

interface Named {
  readonly look: Look;
  readonly words: readonly string[];
}

const HAN = /\p{Script=Han}/u;

export function Search({ desk, found: left }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const state = useMemo(() => ({ composing: false, sounds: undefined as Sounds | undefined }), []);
  const all = useMemo(() => desk.looks.map((look): Named => ({ look, words: wordsOf(look) })), [desk]);
  const found = left.value ?? [];
  const search = () => {
    const wanted = input.current!.value.trim().toLowerCase();
    left.value = wanted ? best(all, wanted, state.sounds) : null;
  };
  /** Pinyin is fetched when somebody begins to search labels that are written in Chinese. */
  const learn = async () => {
    if (state.sounds || !all.some(({ words }) => words.some((word) => HAN.test(word)))) return;
    state.sounds = (await import("../../lib/pinyin/all")).sounds;
    if (input.current) search();
  };
  useLayoutEffect(search, [all]);
  useLayoutEffect(() => desk.keys.bind("search", () => input.current?.focus()), [desk]);
  // The first one is meant until the arrow keys say otherwise, or it is no longer among them.
  const pointed = found.find((look) => look === desk.pointed.value) ?? found[0] ?? null;
  useEffect(() => void (desk.pointed.value = pointed), [pointed]);
  useEffect(() => () => void (desk.pointed.value = null), [desk]);
  const point = (by: 1 | -1) => {
    const at = pointed ? found.indexOf(pointed) : -1;
    desk.pointed.value = found[(at + by + found.length) % found.length] ?? null;
  };
  const leave = () => {
    input.current!.value = "";
    search();
    input.current!.blur();
    toSurface();
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") leave();
    else if (event.key === "ArrowDown") point(1);
    else if (event.key === "ArrowUp") point(-1);
    else if (event.key === "Enter") {
      if (pointed) {
        desk.choose(pointed.field, pointed.label.name);
        leave();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Letters typed to compose a character are no search yet.
  const look = () => {
    if (!state.composing) search();
  };
  return (
    <>
      <input
        ref={input}
        type="search"
        class="search"
        placeholder={fill(gettext("Search a label (%(key)s)"), { key: desk.keys.hint("search") })}
        aria-label={gettext("Search a label")}
        onFocus={() => void learn().catch(() => undefined)}
        onKeyDown={press}
        onInput={look}
        onCompositionStart={() => void (state.composing = true)}
        onCompositionEnd={() => {
          state.composing = false;
          look();
        }}
      />
      <p class="visually-hidden" aria-live="polite">
        {pointed && saying(found, pointed)}
      </p>
    </>
  );
}

/** Those that fit, what is written so before what only sounds so. */
function best(all: readonly Named[], wanted: string, sounds: Sounds | undefined): readonly Look[] {
  const letters = wanted.replaceAll(/['\s]/g, "");
  const tests: readonly ((word: string) => boolean | undefined)[] = [
    (word) => word === wanted,
    (word) => word.startsWith(wanted),
    (word) => word.includes(wanted),
    (word) => sounds?.(word, letters, true),
    (word) => sounds?.(word, letters),
  ];
  const ranked = all.map(({ look, words }) => ({ look, rank: tests.findIndex((test) => words.some(test)) }));
  const fitting = ranked.filter(({ rank }) => rank >= 0);
  return fitting.sort((a, b) => a.rank - b.rank).map(({ look }) => look);
}

function wordsOf({ label, title }: Look): string[] {
  return [...new Set([label.name, title, ...Object.values(label.title ?? {})])].map((word) => word.toLowerCase());
}

function saying(found: readonly Look[], pointed: Look): string {
  const count = fill(ngettext("%(count)s label", "%(count)s labels", found.length), { count: found.length });
  return `${pointed.title}, ${count}`;
}
