// Messages of the server at the edge of the page. Good news goes by itself, bad news waits to be read.

const GOOD_NEWS_MS = 6000;

export function dismiss(button: HTMLElement): void {
  button.addEventListener("click", () => button.parentElement?.remove());
}

export function fadeAway(message: HTMLElement): void {
  let timer = 0;
  const hold = () => clearTimeout(timer);
  const start = () => {
    hold();
    timer = window.setTimeout(() => message.remove(), GOOD_NEWS_MS);
  };
  // Nothing goes from under the pointer or the keyboard.
  for (const name of ["pointerenter", "focusin"]) message.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) message.addEventListener(name, start);
  start();
}
