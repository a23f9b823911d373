// What every page loads: htmx, and small controllers that begin wherever the page names them.
import htmx from "htmx.org";
import { begin } from "./controllers";
import { keepAsLeft } from "./swaps";

// A refusal comes as a part of a page that says what was wrong: show it where the answer was expected.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "[45]..", swap: true, error: true },
];
htmx.config.historyCacheSize = 0;
htmx.config.includeIndicatorStyles = false;
htmx.config.defaultSettleDelay = 0; // what came is at work at once: nobody can press a button that does nothing yet
htmx.config.allowEval = false; // the site's content policy forbids it as well

// Nobody looks at a hidden page, and half a word of an input method is nothing to search for.
document.body.addEventListener("htmx:configRequest", (event) => {
  const { elt, triggeringEvent } = (event as CustomEvent<{ elt: Element; triggeringEvent?: Event }>).detail;
  const polls = /\bevery\b/.test(elt.getAttribute("hx-trigger") ?? "") && !triggeringEvent;
  const composing = triggeringEvent instanceof InputEvent && triggeringEvent.isComposing;
  if ((polls && document.hidden) || composing) event.preventDefault();
});

keepAsLeft();
begin(document.body);
// What was refused may stand below the fold.
document.querySelector<HTMLElement>("#content [aria-invalid=true]")?.focus();
document.body.addEventListener("htmx:load", (event) => begin(event.target as HTMLElement));
