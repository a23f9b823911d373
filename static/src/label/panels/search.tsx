/** The box that labels are searched in. The arrow keys point at one of those that are left, Enter chooses it. */
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { fill, gettext, ngettext } from "../../lib/i18n";
import type { Desk, Look } from "../desk";
import { isComposing, toSurface } from "./moving";

interface Props {
  readonly desk: Desk;
  /** What is left by the search; nothing while none is on. */
  readonly found: readonly Look[];
  readonly onBegin: () => void;
  readonly onSearch: (text: string) => void;
}

export function Search({ desk, found, onBegin, onSearch }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const state = useMemo(() => ({ composing: false }), []);
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
    onSearch("");
    input.current!.value = "";
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
    if (!state.composing) onSearch(input.current!.value);
  };
  return (
    <>
      <input
        ref={input}
        type="search"
        class="search"
        placeholder={fill(gettext("Search a label (%(key)s)"), { key: desk.keys.hint("search") })}
        aria-label={gettext("Search a label")}
        onFocus={onBegin}
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

function saying(found: readonly Look[], pointed: Look): string {
  const count = fill(ngettext("%(count)s label", "%(count)s labels", found.length), { count: found.length });
  return `${pointed.title}, ${count}`;
}
