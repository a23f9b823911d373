/** Correct a text, and see what was changed. */
import { useMemo } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { TextField } from "../panels/fields";
import { differences } from "../responses/diff";
import { itemsOf } from "../responses/items";
import type { Field } from "../types";
import { wrongLength } from "./text";

/** What is corrected: the response the question is about, or the text of the task. */
function original(desk: Desk, field: Field): string {
  return itemsOf(desk.task).find(({ key }) => key === field.about)?.text ?? desk.task.text ?? "";
}

function Panel({ desk, field }: PanelProps) {
  const before = original(desk, field);
  const answer = desk.sheet.answer(field.name) as string | undefined;
  const set = (text: string | undefined, mark = "") => desk.sheet.set(field.name, text || undefined, mark);
  return (
    <div class="rewrite">
      <TextField
        label={desk.titleOf(field)}
        value={answer ?? before}
        long
        required={field.required}
        set={(text) => set(text, `answer/${field.name}`)}
      />
      <div class="row">
        {answer === undefined ? (
          <button type="button" class="button small" onClick={() => set(before)}>
            {gettext("Nothing to correct")}
          </button>
        ) : (
          <button type="button" class="button small" onClick={() => set(undefined)}>
            {gettext("Start again from the original")}
          </button>
        )}
      </div>
      {answer !== undefined && <Changes before={before} after={answer} />}
    </div>
  );
}

function Changes({ before, after }: { before: string; after: string }) {
  const pieces = useMemo(() => differences(before, after), [before, after]);
  if (before === after) return <p class="hint">{gettext("Left as it is.")}</p>;
  return (
    <p class="diff" aria-label={gettext("What was changed")}>
      {pieces.map(({ what, text }, i) =>
        what === "gone" ? <del key={i}>{text}</del> : what === "new" ? <ins key={i}>{text}</ins> : <span key={i}>{text}</span>,
      )}
    </p>
  );
}

export const KIND: Kind = {
  name: "rewrite",
  Panel,
  wide: true,
  choose() {},
  summary: (_desk, _field, answer) => String(answer),
  problem: wrongLength,
};
