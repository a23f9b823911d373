/** What the lists of keys are headed with; apart from the actions, which the first task needs. */
import { gettext } from "../lib/i18n";
import { EVERYWHERE } from "../lib/keys";

/** The scopes with their headings, in the order of the help. */
export const SCOPES: readonly (readonly [scope: string, title: () => string])[] = [
  [EVERYWHERE, () => gettext("Everywhere")],
  ["regions", () => gettext("Regions")],
  ["suggestions", () => gettext("Suggestions")],
  ["image", () => gettext("Image")],
  ["text", () => gettext("Text")],
  ["video", () => gettext("Video")],
  ["time", () => gettext("Audio, video and time series")],
];
