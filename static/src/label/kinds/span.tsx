/** Stretches of a text, in code points of exactly the stored text. They may overlap, and have several parts. */
import type { CodePoints } from "../../lib/codepoints";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PassageKind } from "../kind";
import { countByLabel, Palette } from "../panels/palette";
import type { Part } from "../text/parts";
import type { Field, Region } from "../types";

export interface SpanRegion extends Region {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of a span in several parts; start and end are then the first and the last border. */
  readonly parts?: readonly Part[];
}

const SHORT = 40;
const GAP = " … ";

const passage: PassageKind<SpanRegion> = {
  parts: ({ start, end, parts }) => parts ?? [[start, end]],
  make: (text, start, end) => ({ start, end, text: text.slice(start, end) }),
  reshape: (text: CodePoints, { parts: _before, ...region }, parts) => ({
    ...region,
    start: parts[0]![0],
    end: parts.at(-1)![1],
    text: parts.map(([start, end]) => text.slice(start, end)).join(GAP),
    ...(parts.length > 1 ? { parts } : {}),
  }),
};

/** Text first or label first: what is selected gets the label, otherwise the label waits for the next selection. */
function choose(desk: Desk, field: Field, label: string): void {
  const selected = desk.passage.peek();
  if (selected) {
    const [start, end] = [desk.text.fromUnits(selected.start), desk.text.fromUnits(selected.end)];
    desk.passage.value = null;
    desk.add(field, label, passage.make(desk.text, start, end));
    return;
  }
  if (desk.relabel(field, label)) return;
  const armed = desk.armed.peek();
  const again = armed?.field === field && armed.label === label;
  desk.armed.value = again ? null : { field, label };
  const title = desk.look(field, label).title;
  desk.say(again ? gettext("No label chosen") : fill(gettext("Next selection: %(label)s"), { label: title }));
}

/** What the schema does not allow: spans that share characters, or spans in several parts. */
function problem(_desk: Desk, field: Field, answer: unknown): string | null {
  const spans = answer as readonly SpanRegion[];
  const split = field.discontinuous === false && spans.find((span) => span.parts);
  if (split) return fill(gettext("“%(text)s” has several parts, which is not allowed here."), { text: split.text });
  return field.overlapping === false ? overlap(spans) : null;
}

function overlap(spans: readonly SpanRegion[]): string | null {
  const stretches = spans.flatMap((span) => passage.parts(span).map(([start, end]) => ({ start, end, span })));
  stretches.sort((a, b) => a.start - b.start);
  const at = stretches.findIndex(({ start }, i) => start < (stretches[i - 1]?.end ?? 0));
  if (at < 0) return null;
  const [one, two] = [stretches[at - 1]!.span.text, stretches[at]!.span.text];
  return fill(gettext("“%(one)s” and “%(two)s” overlap, which is not allowed here. Shorten or delete one."), { one, two });
}

export const KIND: Kind = {
  name: "span",
  problem,
  Panel: Palette,
  choose,
  summary: countByLabel,
  describe(region) {
    const { text } = region as SpanRegion;
    const points = [...text.slice(0, 2 * SHORT + 2)];
    return points.length > SHORT ? `${points.slice(0, SHORT).join("")}…` : text;
  },
  passage: passage as unknown as PassageKind,
};
