// <a data-press="j k"> or <button data-press="1">: the key does what a click would, unless somebody is typing. A field
// with it gets the focus, and Escape takes it away. Who has switched single keys off keeps those that type nothing.

const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

export function press(element: HTMLElement): void {
  const plain = document.body.dataset.singleKeys !== "off";
  const keys = element.dataset.press!.split(" ").filter((key) => plain || key.length > 1);
  const hear = (event: KeyboardEvent) => {
    if (!element.isConnected) return removeEventListener("keydown", hear);
    const typing = event.target instanceof Element && event.target.closest(TYPED);
    const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    if (typing || other || event.defaultPrevented || !keys.includes(event.key)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    element.focus();
    if (!element.matches(TYPED)) element.click();
  };
  addEventListener("keydown", hear);
  if (!element.matches(TYPED)) return;
  element.addEventListener("keydown", ({ key, isComposing }) => {
    if (key === "Escape" && !isComposing) element.blur();
  });
}

// <form data-asks="reason">: a button that was pressed before this field was written is pressed again by Enter in it.
export function asksFirst(form: HTMLElement): void {
  const field = form.querySelector<HTMLInputElement>(`[name="${form.dataset.asks}"]`);
  let pressed: HTMLElement | null = null;
  form.addEventListener("click", (event) => {
    pressed = (event.target as Element).closest<HTMLElement>("button:not([disabled])") ?? pressed;
  });
  field?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.blur();
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (pressed && field.value.trim()) (form as HTMLFormElement).requestSubmit(pressed);
  });
}
