/** Suggestions in the panels: beside the question they answer, and as a list above the regions. */
import circleDot from "lucide-static/icons/circle-dot.svg";
import { Button } from "../../lib/button";
import { fill, gettext, ngettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import { Windowed } from "../../lib/windowed";
import type { Desk } from "../desk";
import type { Suggestion } from "../suggested";
import type { Field, Region } from "../types";
import { byCertainty, percent } from "./suggesting";

const ROW_HEIGHT = 34;
const MOST_ROWS = 8;

/** What models would answer to a question that has no answer yet. */
export function Hint({ desk, field }: { desk: Desk; field: Field }) {
  const { pending, current } = desk.suggesting!;
  const here = pending.value.filter((one) => one.field === field && !one.region);
  return (
    <>
      {here.map((one) => (
        <div key={one.key} class={`suggested-answer ${current.value === one ? "current" : ""}`}>
          <span class="what">
            {fill(gettext("Suggested: %(what)s"), { what: desk.kindOf(field).summary(desk, field, one.answer) })}
          </span>
          <Certainty one={one} />
          <Decide desk={desk} one={one} />
        </div>
      ))}
    </>
  );
}

export function List({ desk }: { desk: Desk }) {
  const { pending, current } = desk.suggesting!;
  const rows = byCertainty(pending.value.filter(({ region }) => region));
  if (!rows.length) return null;
  const count = fill(ngettext("%(count)s suggestion", "%(count)s suggestions", rows.length), { count: rows.length });
  return (
    <section class="regions suggestions" aria-label={gettext("Suggestions")}>
      <header>
        <h2>{count}</h2>
        <Button icon={circleDot} title={gettext("To the least certain suggestion, then to the next")} hint={desk.keys.hint("least-certain")} onClick={() => desk.keys.run("least-certain")} />
        <Button icon="check" title={gettext("Confirm all suggestions")} hint={desk.keys.hint("confirm-all")} onClick={() => desk.keys.run("confirm-all")} />
        <Button icon="x" title={gettext("Reject all suggestions")} hint={desk.keys.hint("reject-all")} onClick={() => desk.keys.run("reject-all")} />
      </header>
      <div style={{ height: `${Math.min(rows.length, MOST_ROWS) * ROW_HEIGHT}px` }}>
        <Windowed
          items={rows}
          rowHeight={ROW_HEIGHT}
          keyOf={({ key }) => key}
          row={(one) => <Row desk={desk} one={one} />}
          current={rows.findIndex((one) => one === current.value)}
          label={gettext("Suggestions")}
        />
      </div>
    </section>
  );
}

function Row({ desk, one }: { desk: Desk; one: Suggestion }) {
  const { field, region } = one;
  const look = desk.look(field, region!.label);
  const pressed = desk.suggesting!.current.value === one;
  return (
    <div class={`region ${pressed ? "selected" : ""}`}>
      <button
        type="button"
        class="region-name"
        aria-pressed={pressed}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => desk.suggesting!.choose(pressed ? "" : one.key)}
      >
        <span class="swatch suggested" style={{ borderColor: look.style.color }} />
        <span class="label-title">{look.title}</span>
        <span class="what">{described(desk, one)}</span>
        <Certainty one={one} />
      </button>
      <Decide desk={desk} one={one} />
    </div>
  );
}

/** What distinguishes it from others; of a relation, what the model sees at both ends. */
function described(desk: Desk, { field, region, prediction }: Suggestion): string {
  const { link } = desk.kindOf(field);
  if (!link) return desk.describe(field, region!);
  const ends = link.ends(region!).map((end) => {
    const found = ((prediction.value[end.field] as readonly Region[] | undefined) ?? []).find(({ id }) => id === end.id);
    return found ? desk.describe(desk.field(end.field), found) : "…";
  });
  return ends.join(" → ");
}

/** How sure the model is, and which one it is. */
function Certainty({ one: { score, prediction } }: { one: Suggestion }) {
  const model = `${prediction.model} ${prediction.version}`.trim();
  return (
    <span class="certainty" title={fill(gettext("by %(model)s"), { model })}>
      {percent(score) || model}
    </span>
  );
}

function Decide({ desk, one }: { desk: Desk; one: Suggestion }) {
  const { decide } = desk.suggesting!;
  const buttons = [
    ["check", gettext("Confirm"), "confirm"],
    ["x", gettext("Reject"), "reject"],
  ] as const;
  return (
    <>
      {buttons.map(([icon, title, what]) => (
        <button
          key={what}
          type="button"
          class="mini"
          title={title}
          aria-label={title}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => decide(what, one)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </>
  );
}
