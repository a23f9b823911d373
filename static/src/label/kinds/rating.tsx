/** Rate with stars, or on a scale whose ends have names. */
import { titleIn, type Titles } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import type { Field, Label } from "../types";

interface RatingOptions extends Field {
  readonly style?: "stars" | "scale";
  readonly low?: Titles;
  readonly high?: Titles;
}

function steps({ minimum, maximum }: Field): number[] {
  const [low, high] = [minimum ?? 1, maximum ?? 5];
  return Array.from({ length: Math.max(high - low + 1, 0) }, (_, i) => low + i);
}

function Panel({ desk, field }: PanelProps) {
  const { style, low, high } = field as RatingOptions;
  const answer = desk.sheet.answer(field.name) as number | undefined;
  const stars = style !== "scale";
  const ends = [titleIn(desk.language, low, ""), titleIn(desk.language, high, "")];
  return (
    <div class="rating">
      <div class={stars ? "stars" : "chips"} role="radiogroup" aria-label={desk.titleOf(field)} aria-required={field.required}>
        {steps(field).map((step) => {
          const { key } = desk.look(field, String(step));
          return (
            <label key={step} class={stars ? "star" : "chip"} data-on={stars && answer !== undefined && step <= answer}>
              <input
                type="radio"
                name={`answer-${field.name}`}
                form="answers"
                aria-label={String(step)}
                checked={answer === step}
                // A second press takes the rating back.
                onClick={() => answer === step && desk.sheet.set(field.name, undefined)}
                onChange={() => desk.sheet.set(field.name, step)}
              />
              <span aria-hidden="true">{stars ? "★" : step}</span>
              {key && <kbd>{key.toUpperCase()}</kbd>}
            </label>
          );
        })}
      </div>
      {ends.some(Boolean) && (
        <div class="ends">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
    </div>
  );
}

export const KIND: Kind = {
  name: "rating",
  Panel,
  single: true,
  labels: (field): Label[] => steps(field).map((step) => ({ name: String(step) })),
  choose(desk: Desk, field, label) {
    const step = Number(label);
    desk.sheet.set(field.name, desk.sheet.answer(field.name) === step ? undefined : step);
  },
  summary: (_desk, field, answer) => `${String(answer)} / ${field.maximum ?? 5}`,
};
