// <button data-copy="text" data-copied="Copied">: puts the text on the clipboard and says so for a moment.

export function copyText(button: HTMLElement): void {
  button.addEventListener("click", () => void copy(button));
}

async function copy(button: HTMLElement): Promise<void> {
  const text = button.dataset.copy ?? "";
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyOldWay(text);
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = button.dataset.copied ?? before;
  setTimeout(() => (label.textContent = before), 1500);
}

// Over plain http, as inside many firms' networks, browsers hide the clipboard.
function copyOldWay(text: string): void {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
