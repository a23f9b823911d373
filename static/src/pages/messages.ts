// Messages of the server at the edge of the page. Good news goes by itself, bad news waits to be read.

export function dismiss(button: HTMLElement): void {
  button.addEventListener("click", () => button.parentElement?.remove());
}

export function fadeAway(message: HTMLElement): void {
  let timer = 0;
  const start = () => (timer = window.setTimeout(() => message.remove(), 6000));
  message.addEventListener("pointerenter", () => clearTimeout(timer));
  message.addEventListener("pointerleave", start);
  start();
}
