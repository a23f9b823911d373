/** Why a task is passed over: the project lead reads it. */
import { useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { Dialog } from "./dialog";

const REASONS: readonly (readonly [name: string, title: () => string])[] = [
  ["unclear", () => gettext("The guideline does not cover it")],
  ["broken", () => gettext("It cannot be read or shown")],
  ["not_mine", () => gettext("I do not know this subject")],
  ["other", () => gettext("Another reason")],
];

interface Props {
  readonly onSkip: (reason: string, note: string) => void;
  readonly onClose: () => void;
}

export function Skip({ onSkip, onClose }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const send = (event: Event) => {
    event.preventDefault();
    const data = new FormData(form.current!);
    onSkip(String(data.get("reason")), String(data.get("note") ?? "").trim());
  };
  /** The digit of a reason chooses it, unless it is written into the note. */
  const choose = (event: KeyboardEvent) => {
    const reason = event.target instanceof HTMLTextAreaElement ? undefined : REASONS[Number(event.key) - 1];
    const radio = reason && form.current!.querySelector<HTMLInputElement>(`[value="${reason[0]}"]`);
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
  };
  return (
    <Dialog title={gettext("Skip this task")} onClose={onClose}>
      <form ref={form} onSubmit={send} onKeyDown={choose} class="stack">
        <fieldset>
          <legend>{gettext("Why?")}</legend>
          {REASONS.map(([name, title], i) => (
            <label class="option" key={name}>
              <input type="radio" name="reason" value={name} required autofocus={i === 0} />
              {title()} <kbd>{i + 1}</kbd>
            </label>
          ))}
        </fieldset>
        <label>
          {gettext("Note (optional)")}
          <textarea name="note" rows={2} maxLength={1000} />
        </label>
        <div class="row">
          <button type="submit" class="button primary">
            {gettext("Skip")}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {gettext("Cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
