// <form data-match="Project 7">: its button waits until the one field says exactly that.

export function match(form: HTMLElement): void {
  const field = form.querySelector<HTMLInputElement>("input:not([type=hidden])")!;
  const button = form.querySelector<HTMLButtonElement>("button")!;
  const compare = () => (button.disabled = field.value.trim() !== form.dataset.match!.trim());
  field.addEventListener("input", compare);
  compare();
}
