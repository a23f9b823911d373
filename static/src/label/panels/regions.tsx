/** The list of regions: what can be seen on the canvas, for eyes, keyboard and screen reader alike. */
import { useComputed } from "@preact/signals";
import { Button } from "../../lib/button";
import { fill, gettext, ngettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import { Windowed } from "../../lib/windowed";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Selected } from "../sheet";
import type { Field, Region } from "../types";
import { toSurface } from "./moving";
import { keepFocus } from "./option";

interface Row {
  readonly selected: Selected;
  readonly field: Field;
  readonly region: Region;
}

const ROW_HEIGHT = 34;

export function Regions({ desk }: { desk: Desk }) {
  const rows = useComputed(() => {
    void desk.sheet.value.value;
    return desk.allRegions();
  }).value;
  const now = desk.sheet.selected.value;
  const current = rows.findIndex(({ selected }) => selected.id === now?.id && selected.field === now.field);
  const { hidden, locked } = desk.sheet;
  const ids = rows.map(({ region }) => region.id);
  const allHidden = ids.length > 0 && ids.every((id) => hidden.value.has(id));
  const allLocked = ids.length > 0 && ids.every((id) => locked.value.has(id));
  const count = fill(ngettext("%(count)s region", "%(count)s regions", rows.length), { count: rows.length });
  return (
    <section class="regions" aria-label={gettext("Regions")}>
      <header>
        <h2>{count}</h2>
        <Button
          icon={allHidden ? "eyeOff" : "eye"}
          title={gettext("Hide or show all regions")}
          hint={desk.keys.hint("hide-all")}
          pressed={allHidden}
          disabled={!rows.length}
          onClick={() => desk.sheet.toggle("hidden", ids)}
        />
        <Button
          icon={allLocked ? "lock" : "lockOpen"}
          title={gettext("Lock or unlock all regions")}
          hint={desk.keys.hint("lock-all")}
          pressed={allLocked}
          disabled={!rows.length}
          onClick={() => desk.sheet.toggle("locked", ids)}
        />
      </header>
      {rows.length ? (
        <Windowed
          items={rows}
          rowHeight={ROW_HEIGHT}
          keyOf={({ selected }) => `${selected.field}/${selected.id}`}
          row={(row) => <RegionRow desk={desk} row={row} />}
          current={current}
          label={gettext("Regions")}
        />
      ) : (
        <p class="hint">{emptyHint(desk)}</p>
      )}
    </section>
  );
}

function RegionRow({ desk, row: { selected, field, region } }: { desk: Desk; row: Row }) {
  const look = desk.look(field, region.label);
  const now = desk.sheet.selected.value;
  const hidden = desk.sheet.hidden.value.has(region.id);
  const locked = desk.sheet.locked.value.has(region.id);
  const pressed = now?.id === region.id && now.field === field.name;
  const remove = (event: MouseEvent) => {
    // The button that has the focus goes with its row.
    if (event.currentTarget === document.activeElement) toSurface();
    desk.sheet.remove(selected);
  };
  return (
    <div class={`region ${pressed ? "selected" : ""} ${hidden ? "is-hidden" : ""}`}>
      <button
        type="button"
        class="region-name"
        aria-pressed={pressed}
        onMouseDown={keepFocus}
        onClick={() => desk.sheet.select(pressed ? null : selected)}
      >
        <span class="swatch" style={{ background: look.style.color }} />
        <span class="label-title">{look.title}</span>
        {desk.isCommented(region.id) && (
          <span class="commented" role="img" aria-label={gettext("Comments")} title={gettext("Comments")}>
            <Icon name="message" />
          </span>
        )}
        <span class="what" title={desk.describe(field, region)}>
          {desk.describe(field, region)}
        </span>
      </button>
      <Toggle desk={desk} id={region.id} what="hidden" on={hidden} />
      <Toggle desk={desk} id={region.id} what="locked" on={locked} />
      <button
        type="button"
        class="mini"
        title={gettext("Delete")}
        aria-label={gettext("Delete")}
        disabled={locked}
        onMouseDown={keepFocus}
        onClick={remove}
      >
        <Icon name="trash" />
      </button>
    </div>
  );
}

function Toggle({ desk, id, what, on }: { desk: Desk; id: string; what: "hidden" | "locked"; on: boolean }) {
  const title = what === "hidden" ? gettext("Hide") : gettext("Lock");
  const icon = what === "hidden" ? (on ? "eyeOff" : "eye") : on ? "lock" : "lockOpen";
  return (
    <button
      type="button"
      class={`mini ${on ? "on" : ""}`}
      title={title}
      aria-label={title}
      aria-pressed={on}
      onMouseDown={keepFocus}
      onClick={() => desk.sheet.toggle(what, [id])}
    >
      <Icon name={icon} />
    </button>
  );
}

function emptyHint(desk: Desk): string {
  if (fieldsWith(desk, "shape").length) return gettext("Choose a label, then drag on the image or click two corners.");
  if (desk.task.media === "text") {
    return gettext("Select text with the mouse or with Shift and the arrow keys, then press the key of a label.");
  }
  const [start, end] = [desk.keys.hint("mark-start"), desk.keys.hint("mark-end")];
  return fill(gettext("Drag over a stretch, or mark it with %(start)s and %(end)s, then press the key of a label."), { start, end });
}
