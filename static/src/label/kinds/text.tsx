/** Write an answer, in one line or several. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { TextField } from "../panels/fields";
import type { Field } from "../types";

interface TextOptions extends Field {
  readonly lines?: boolean;
}

function Panel({ desk, field }: PanelProps) {
  const answer = (desk.sheet.answer(field.name) as string | undefined) ?? "";
  const count = [...answer].length;
  return (
    <div class="written">
      <TextField
        label={desk.titleOf(field)}
        value={answer}
        long={(field as TextOptions).lines !== false}
        required={field.required}
        set={(text) => write(desk, field, text)}
      />
      {field.maximum ? (
        <span class={`count ${count > field.maximum ? "danger" : ""}`}>
          {count} / {field.maximum}
        </span>
      ) : null}
    </div>
  );
}

/** Blank is no answer. What is typed in one go is one step to undo. */
export function write(desk: Desk, field: Field, text: string): void {
  desk.sheet.set(field.name, text.trim() ? text : undefined, `answer/${field.name}`);
}

/** What is wrong with the length of a text, counted in code points. */
export function wrongLength(desk: Desk, field: Field, answer: unknown): string | null {
  const count = [...(answer as string)].length;
  const told = { question: desk.titleOf(field), count, low: field.minimum ?? 0, high: field.maximum ?? 0 };
  if (field.minimum && count < field.minimum)
    return fill(gettext("“%(question)s” has %(count)s characters; at least %(low)s are wanted."), told);
  if (field.maximum && count > field.maximum)
    return fill(gettext("“%(question)s” has %(count)s characters; at most %(high)s are wanted."), told);
  return null;
}

export const KIND: Kind = {
  name: "text",
  Panel,
  choose() {},
  summary: (_desk, _field, answer) => String(answer),
  problem: wrongLength,
};
