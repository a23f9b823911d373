// <form data-steps>: its [data-step] parts one after another. All stay in the page, so going back loses nothing;
// each step has an address, so that the browser's own Back works too. Without scripts it is one long form.

export function steps(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const parts = [...form.querySelectorAll<HTMLFieldSetElement>("[data-step]")];
  const last = parts.length;

  const asked = () => Number(/^#step-(\d)$/.exec(location.hash)?.[1] ?? 1);
  const wrong = parts.findIndex((part) => part.querySelector(".errorlist"));

  /** The furthest step one may be on: each before it is answered. */
  const open = () => {
    const missing = parts.findIndex((part) => [...part.querySelectorAll("input")].some((field) => !field.checkValidity()));
    return missing < 0 ? last : missing + 1;
  };

  const show = () => {
    const now = Math.min(asked(), open(), last);
    for (const [i, part] of parts.entries()) part.hidden = i + 1 !== now;
    for (const button of form.querySelectorAll<HTMLButtonElement>(".steps [data-step-to]")) {
      const to = Number(button.dataset.stepTo);
      button.toggleAttribute("disabled", to > open());
      if (to === now) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
  };

  /** The button that had the focus is hidden now. */
  const begin = () => {
    const fields = parts.filter((part) => !part.hidden).flatMap((part) => [...part.querySelectorAll<HTMLInputElement>("input, textarea")]);
    const first = fields.find((field) => field.checked) ?? fields.find((field) => field.checkVisibility());
    first?.focus({ preventScroll: true });
  };

  const go = (step: number) => {
    const missing = parts[step - 2]?.querySelector<HTMLInputElement>("input:invalid");
    if (missing && step > asked()) return void missing.reportValidity();
    history.pushState(null, "", `#step-${step}`);
    show();
    begin();
    scrollTo({ top: 0 });
  };

  form.addEventListener("click", (event) => {
    const to = (event.target as HTMLElement).closest<HTMLElement>("[data-step-to]")?.dataset.stepTo;
    if (to) go(Number(to));
  });
  form.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    if (field.name === "media") offer(form, field.value);
    if (field.name === "starter") fill(form, field.value);
    show();
  });
  form.addEventListener("submit", (event) => {
    const missing = form.querySelector<HTMLInputElement>(":invalid:not(fieldset)");
    if (!missing) return;
    event.preventDefault();
    go(parts.findIndex((part) => part.contains(missing)) + 1);
    missing.reportValidity();
  });
  addEventListener("popstate", () => {
    show();
    begin();
  });

  const media = form.querySelector<HTMLInputElement>("[name=media]:checked");
  if (media) offer(form, media.value);
  if (wrong >= 0) history.replaceState(null, "", `#step-${wrong + 1}`);
  show();
}

/** Show the templates of what is labelled; one of something else is no longer chosen. */
function offer(form: HTMLFormElement, media: string): void {
  for (const card of form.querySelectorAll<HTMLElement>("[data-media]")) {
    const fits = card.dataset.media === media;
    card.hidden = !fits;
    if (!fits) card.querySelector("input")!.checked = false;
  }
}

/** Bring the template's guideline and name, unless somebody wrote their own. */
function fill(form: HTMLFormElement, starter: string): void {
  const guidelines: Record<string, string> = JSON.parse(document.getElementById("guidelines")!.textContent!);
  const guideline = form.querySelector<HTMLTextAreaElement>("[name=guideline]")!;
  if (!guideline.value.trim() || Object.values(guidelines).includes(guideline.value.replaceAll("\r\n", "\n"))) {
    guideline.value = guidelines[starter] ?? "";
    guideline.dispatchEvent(new Event("filled"));
  }
}
