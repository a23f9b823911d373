// A refusal that names a place, such as fields[0].labels[2].color, leads to the field at that place.

export function leadTo(notice: HTMLElement): void {
  let place = notice.dataset.place ?? "";
  while (place) {
    const field = document.querySelector<HTMLElement>(`[data-at="${CSS.escape(place)}"], [data-at^="${CSS.escape(place)}"]`);
    if (field) {
      field.setAttribute("aria-invalid", "true");
      field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
      field.focus();
      return;
    }
    place = place.replace(/(\[\d+\]|\.?\w+)$/, "");
  }
}

// <section data-in-sight>: what the keys are about must be seen before one is pressed.
export function inSight(element: HTMLElement): void {
  element.scrollIntoView({ block: "nearest" });
}

// <button data-dismiss-closest=".notice">: takes away what it stands in.
export function dismissClosest(button: HTMLElement): void {
  button.addEventListener("click", () => button.closest(button.dataset.dismissClosest!)?.remove());
}
