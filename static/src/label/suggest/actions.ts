/** What has a key while there are suggestions: four keys beside each other. */
import { gettext } from "../../lib/i18n";
import type { Action } from "../../lib/keys";

const suggestions = (id: string, keys: readonly string[], title: () => string): Action => ({
  id,
  scope: "suggestions",
  keys: keys.flatMap((key) => [key, `Alt+${key}`]),
  title,
});

export const SUGGESTION_ACTIONS: readonly Action[] = [
  suggestions("confirm-suggestion", [";"], () => gettext("Confirm the suggestion")),
  suggestions("reject-suggestion", ["'"], () => gettext("Reject the suggestion")),
  suggestions("least-certain", ["\\"], () => gettext("To the least certain suggestion, then to the next")),
  suggestions("confirm-all", [":"], () => gettext("Confirm all suggestions")),
  suggestions("reject-all", ['"'], () => gettext("Reject all suggestions")),
];
