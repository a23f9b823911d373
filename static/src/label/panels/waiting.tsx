/** No task on the desk yet. */
import { gettext } from "../../lib/i18n";

export function Waiting() {
  return (
    <main class="empty" aria-busy="true">
      <p>{gettext("Fetching the next task…")}</p>
    </main>
  );
}
