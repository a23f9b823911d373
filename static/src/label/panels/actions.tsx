/** What is done with the whole task: back, skip, submit. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { Button } from "../../lib/button";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Session } from "../session";

const AT_ONCE = "biaozhu-submit-at-once";

export function Actions({ session, desk }: { session: Session; desk: Desk }) {
  const { keys } = session.parts;
  const onlyChoice = desk.single && desk.schema.fields.length === 1;
  const atOnce = useSignal(onlyChoice && localStorage.getItem(AT_ONCE) === "1");
  // In the same step as the task appears: a key pressed in that very moment counts.
  useLayoutEffect(
    () =>
      desk.sheet.listen(() => {
        // What undo brings back is not an answer given now.
        if (atOnce.peek() && desk.answered.peek() && !desk.sheet.canRedo.peek()) void session.submit();
      }),
    [desk],
  );
  const toggle = () => {
    atOnce.value = !atOnce.value;
    localStorage.setItem(AT_ONCE, atOnce.value ? "1" : "");
  };
  return (
    <footer class="actions">
      {onlyChoice && (
        <label class="switch">
          <input type="checkbox" checked={atOnce.value} onChange={toggle} />
          {gettext("Submit as soon as a label is chosen")}
        </label>
      )}
      <div class="row">
        <Button icon="arrowLeft" title={gettext("Back")} hint={keys.hint("back")} onClick={() => keys.run("back")}>
          {gettext("Back")}
        </Button>
        <Button icon="skip" title={gettext("Skip")} hint={keys.hint("skip")} onClick={() => keys.run("skip")}>
          {gettext("Skip")} <kbd>{keys.hint("skip")}</kbd>
        </Button>
      </div>
      <Button icon="check" class="primary" title={gettext("Submit")} onClick={() => keys.run("submit")}>
        {gettext("Submit")} <kbd>{keys.hint(desk.single ? "submit-answered" : "submit")}</kbd>
      </Button>
    </footer>
  );
}
