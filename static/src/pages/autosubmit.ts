// <form data-autosubmit>: a choice is sent as soon as it is made.

export function autosubmit(form: HTMLElement): void {
  form.addEventListener("change", () => (form as HTMLFormElement).requestSubmit());
}
