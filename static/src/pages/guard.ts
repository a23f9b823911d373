// <form data-guard>: the browser asks before what was written here is left behind.

export function guard(form: HTMLElement): void {
  let written = false;
  const mark = () => (written = true);
  form.addEventListener("input", mark);
  form.addEventListener("schemachange", mark); // labels that were moved or taken away
  form.addEventListener("submit", (event) => {
    const saves = !form.hasAttribute("hx-post") || (event as SubmitEvent).submitter?.getAttribute("name") === "agreed";
    if (saves && !event.defaultPrevented) written = false;
  });
  addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}
