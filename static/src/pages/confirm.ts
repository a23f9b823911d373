// <form data-confirm="What will be gone?" data-confirm-title="Remove Li Na?" data-confirm-yes="Remove">: asks before it is sent.

export function confirmFirst(form: HTMLElement): void {
  let agreed = false;
  form.addEventListener("submit", (event) => {
    if (agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = (event as SubmitEvent).submitter;
    void ask(form.dataset).then((yes) => {
      if (!yes) return void (form.matches("[data-autosubmit]") && (form as HTMLFormElement).reset());
      agreed = true;
      (form as HTMLFormElement).requestSubmit(submitter);
      agreed = false;
    });
  }, true);
}

function ask(texts: DOMStringMap): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#confirm")!;
  const [title, text, yes] = ["h2", "[data-text]", "[data-yes]"].map((part) => dialog.querySelector<HTMLElement>(part)!);
  title!.textContent = texts.confirmTitle ?? "";
  title!.hidden = !texts.confirmTitle;
  text!.textContent = texts.confirm ?? "";
  yes!.textContent = texts.confirmYes ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
