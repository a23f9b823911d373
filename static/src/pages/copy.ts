// <button data-copy="text" data-copied="Copied">: puts the text on the clipboard and says so for a moment.

const SAID_MS = 1500;

export function copyText(button: HTMLElement): void {
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  let timer = 0;
  button.addEventListener("click", async () => {
    await copy(button.dataset.copy ?? "");
    label.textContent = button.dataset.copied ?? before;
    clearTimeout(timer);
    timer = window.setTimeout(() => (label.textContent = before), SAID_MS);
  });
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
}

// Over plain http, as inside many firms' networks, browsers hide the clipboard; others refuse it.
function copyOldWay(text: string): void {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
