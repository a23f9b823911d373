/** Put the responses in order, the best first: by their keys one after the other, with the arrows, or by dragging. */
import { useSignal } from "@preact/signals";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { keepFocus, LabelText } from "../panels/option";
import { itemLabels, itemsOf } from "../responses/items";
import type { Field } from "../types";

/** Places from the best on; several at one place are equally good. */
type Places = readonly (readonly string[])[];

function placesOf(answer: unknown): Places {
  return ((answer as (string | string[])[] | undefined) ?? []).map((place) => (Array.isArray(place) ? place : [place]));
}

function set(desk: Desk, field: Field, places: Places): void {
  const order = itemsOf(desk.task).map(({ key }) => key);
  const kept = places.filter((place) => place.length);
  const value = kept.map((place) => (place.length === 1 ? place[0] : place.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))));
  desk.sheet.set(field.name, value.length ? value : undefined);
}

function without(places: Places, key: string): Places {
  return places.map((place) => place.filter((other) => other !== key)).filter((place) => place.length);
}

/** The response at another place of its own. */
function movedTo(places: Places, key: string, at: number): Places {
  return without(places, key).toSpliced(at, 0, [key]);
}

function Panel({ desk, field }: PanelProps) {
  const dragged = useSignal("");
  const places = placesOf(desk.sheet.answer(field.name));
  const ranked = new Set(places.flat());
  const waiting = field.labels.filter(({ name }) => !ranked.has(name));
  const ties = (field as { ties?: boolean }).ties === true;
  const drop = (at: number) => {
    if (dragged.value) set(desk, field, movedTo(places, dragged.value, at));
    dragged.value = "";
  };
  return (
    <>
      <ol class="ranking" aria-label={desk.titleOf(field)}>
        {places.map((place, at) =>
          place.map((key) => (
            <li
              key={key}
              value={1 + places.slice(0, at).flat().length}
              class="option"
              tabIndex={0}
              draggable
              onDragStart={() => (dragged.value = key)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={() => drop(at)}
              onKeyDown={(event) => press(event, desk, field, places, key, ties)}
            >
              <span class="place">{1 + places.slice(0, at).flat().length}</span>
              <LabelText look={desk.look(field, key)} />
              {ties && at > 0 && (
                <Mini title={gettext("As good as the one above")} sign="=" act={() => tie(desk, field, places, key)} />
              )}
              <Mini title={gettext("Move up")} sign="↑" act={() => shift(desk, field, places, key, -1)} />
              <Mini title={gettext("Move down")} sign="↓" act={() => shift(desk, field, places, key, 1)} />
            </li>
          )),
        )}
      </ol>
      {waiting.length > 0 && (
        <div class="options waiting" onDragOver={(event) => event.preventDefault()} onDrop={() => drop(places.length)}>
          <p class="hint">{places.length ? gettext("Next best:") : gettext("The best first:")}</p>
          {waiting.map(({ name }) => (
            <button
              key={name}
              type="button"
              class="option"
              draggable
              onDragStart={() => (dragged.value = name)}
              onMouseDown={(event) => event.detail > 1 && keepFocus(event)}
              onClick={() => choose(desk, field, name)}
            >
              <LabelText look={desk.look(field, name)} />
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function Mini({ title, sign, act }: { title: string; sign: string; act: () => void }) {
  return (
    <button type="button" class="mini" title={title} aria-label={title} onMouseDown={keepFocus} onClick={act}>
      {sign}
    </button>
  );
}

function press(event: KeyboardEvent, desk: Desk, field: Field, places: Places, key: string, ties: boolean): void {
  const doing: Record<string, () => void> = {
    ArrowUp: () => shift(desk, field, places, key, -1),
    ArrowDown: () => shift(desk, field, places, key, 1),
    Delete: () => set(desk, field, without(places, key)),
    Backspace: () => set(desk, field, without(places, key)),
  };
  if (ties) doing["="] = () => tie(desk, field, places, key);
  const what = doing[event.key];
  if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
  what();
  event.preventDefault();
  event.stopPropagation();
}

function shift(desk: Desk, field: Field, places: Places, key: string, by: 1 | -1): void {
  const at = places.findIndex((place) => place.includes(key));
  // Out of a tie it goes to a place of its own beside it.
  if (places[at]!.length > 1) return set(desk, field, without(places, key).toSpliced(by < 0 ? at : at + 1, 0, [key]));
  const to = Math.min(Math.max(at + by, 0), places.length - 1);
  if (to !== at) set(desk, field, movedTo(places, key, to));
}

function tie(desk: Desk, field: Field, places: Places, key: string): void {
  const at = places.findIndex((place) => place.includes(key));
  if (at < 1) return;
  const above = [...places[at - 1]!, key];
  set(desk, field, places.map((place, i) => (i === at - 1 ? above : place.filter((other) => other !== key))));
}

/** One press after the other says the order; a press on one that has its place takes it out. */
function choose(desk: Desk, field: Field, key: string): void {
  const places = placesOf(desk.sheet.answer(field.name));
  set(desk, field, places.flat().includes(key) ? without(places, key) : [...places, [key]]);
}

export const KIND: Kind = {
  name: "ranking",
  Panel,
  labels: (_field, task) => itemLabels(task),
  choose,
  summary: (desk, field, answer) =>
    placesOf(answer).map((place) => place.map((key) => desk.look(field, key).title).join(" = ")).join(" > "),
  problem(desk, field, answer) {
    if (placesOf(answer).flat().length === field.labels.length) return null;
    return fill(gettext("“%(question)s”: give every response its place."), { question: desk.titleOf(field) });
  },
};
