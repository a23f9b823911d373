// One behaviour each, named by an attribute: <button data-copy="…"> copies. An element begins once, also when it came by htmx.
import { autosubmit } from "./autosubmit";
import { bars } from "./bars";
import { copyText } from "./copy";
import { guard } from "./guard";
import { match } from "./match";
import { menu } from "./menu";
import { dismiss, fadeAway } from "./messages";
import { dismissClosest, inSight, leadTo } from "./place";
import { asksFirst, press } from "./press";
import { steps } from "./steps";
import { upload } from "./upload";

type Controller = (element: HTMLElement) => void;

const CONTROLLERS: Record<string, Controller> = {
  "form[data-asks]": asksFirst,
  "form[data-autosubmit]": autosubmit,
  "[data-bars]": bars,
  "[data-copy]": copyText,
  "[data-press]": press,
  "[data-dismiss]": dismiss,
  "[data-dismiss-closest]": dismissClosest,
  "[data-key-table]": (place) => void import("./keytable").then(({ show }) => show(place)),
  "[data-keymap]": (place) => void import("./keymap").then(({ show }) => show(place)),
  "[data-film]": (place) => void import("./film").then(({ lay }) => lay(place)),
  "form[data-match]": match,
  "details[data-menu]": menu,
  "[data-in-sight]": inSight,
  "[data-place]": leadTo,
  "[data-schema-editor]": (place) => void import("./schema/editor").then(({ edit }) => edit(place)),
  "form[data-steps]": steps,
  "form[data-guard]": guard,
  "form[data-upload]": upload,
  ".toast.success, .toast.info": fadeAway,
};

const begun = new WeakMap<HTMLElement, Set<string>>();

export function begin(root: HTMLElement): void {
  for (const [selector, controller] of Object.entries(CONTROLLERS)) {
    for (const element of [root, ...root.querySelectorAll<HTMLElement>(selector)]) {
      if (!element.matches(selector)) continue;
      const names = begun.get(element) ?? new Set();
      if (names.has(selector)) continue;
      begun.set(element, names.add(selector));
      controller(element);
    }
  }
}
