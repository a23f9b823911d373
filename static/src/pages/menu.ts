// <details data-menu>: closes when something else is clicked, and with Escape.

export function menu(element: HTMLElement): void {
  const details = element as HTMLDetailsElement;
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target as Node)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")!.focus();
  });
}
