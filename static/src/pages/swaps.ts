// A part of the page that comes anew, as figures do while others work, is as the reader left it: what was opened stays
// open, and the keyboard stays where it was. (What has an id keeps the focus through htmx itself.)

interface Left {
  readonly open: readonly string[];
  readonly focused: string | undefined;
}

const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";

export function keepAsLeft(): void {
  const left = new WeakMap<XMLHttpRequest, Left>();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = (event as CustomEvent<{ target: Element; xhr: XMLHttpRequest }>).detail;
    left.set(xhr, read(target));
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const before = left.get((event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr);
    if (before) restore(event.target as Element, before);
  });
}

function read(part: Element): Left {
  const open = [...named(part, "details")].flatMap(([name, details]) => (details.hasAttribute("open") ? [name] : []));
  const [focused] = [...named(part, STOPS)].find(([, stop]) => stop === document.activeElement) ?? [];
  return { open, focused };
}

function restore(part: Element, { open, focused }: Left): void {
  const details = named(part, "details");
  for (const name of open) details.get(name)?.toggleAttribute("open", true);
  if (focused === undefined || document.activeElement !== document.body) return;
  const same = named(part, STOPS).get(focused) as HTMLElement | undefined;
  same?.focus({ preventScroll: true });
}

/** The elements by what they are called; the second of a name by its number too. */
function named(part: Element, selector: string): Map<string, Element> {
  const found = new Map<string, Element>();
  const counts = new Map<string, number>();
  for (const element of part.querySelectorAll(selector)) {
    const name = nameOf(element);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    found.set(`${name} ${count}`, element);
  }
  return found;
}

/** Figures in its words may have changed. */
function nameOf(element: Element): string {
  const words = element.matches("details") ? element.querySelector("summary")?.textContent : element.textContent;
  const said = ["name", "href", "aria-label"].map((name) => element.getAttribute(name));
  return [element.tagName, ...said, words?.replace(/[\d\s.,%]+/g, " ").trim()].join("|");
}
