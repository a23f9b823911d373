// <form data-confirm="What will be gone?" data-confirm-title="Remove Li Na?" data-confirm-yes="Remove">: asks before it is sent.
// Every other behaviour begins when the page is there. This one is loaded before it, by a script of its own that the page
// waits for, and hears every form through the document: nothing is sent unasked, however early somebody presses.

const parsed = new Promise((resolve) => document.addEventListener("readystatechange", resolve, { once: true }));
let asking = false;
let agreed = false;

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (agreed || !form.matches("[data-confirm]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!asking) void confirmFirst(form, event.submitter);
}, true);

async function confirmFirst(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  asking = true;
  await parsed;
  const yes = await ask(form.dataset);
  asking = false;
  if (!yes) return void (form.matches("[data-autosubmit]") && form.reset());
  if (!form.isConnected) stowAway(form);
  try {
    agreed = true;
    form.requestSubmit(submitter);
  } finally {
    agreed = false; // for no other form, whatever happened
  }
}

/** Its part of the page came anew while somebody read the question, and only a form in the page can be sent. */
function stowAway(form: HTMLFormElement): void {
  form.hidden = true;
  document.body.append(form);
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
