// <form data-upload="/api/projects/7/imports">: files, folders and zips by drag and drop or picker. They are sent one
// by one, small ones in batches, each again until it got through: a lost connection costs seconds, not the upload.
import { ask, Refusal } from "../lib/http";
import { fill, gettext, ngettext } from "../lib/i18n";
import { bytes, collectDropped, collectPicked, type Picked } from "./upload-files";
import { Sender } from "./upload-sender";

const SHOWN = 200;

interface Opened {
  id: number;
  url: string;
}

export function upload(element: HTMLElement): void {
  new UploadForm(element as HTMLFormElement);
}

class UploadForm {
  private readonly picked = new Map<string, File>();
  private opened: Opened | undefined;
  private delivered = false; // all files are at the server, only the start is missing
  private sender: Sender | undefined;

  constructor(private readonly form: HTMLFormElement) {
    const input = (name: string) => this.part<HTMLInputElement>(name);
    for (const hidden of form.querySelectorAll<HTMLElement>("[data-with-script]")) hidden.hidden = false;
    for (const name of ["files", "folder"]) {
      input(name).addEventListener("change", () => {
        this.add(collectPicked(input(name).files!));
        input(name).value = "";
      });
    }
    this.acceptDrops();
    this.part("clear").addEventListener("click", () => this.clear());
    this.part("stop").addEventListener("click", () => this.stop());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.sender) void this.submit();
    });
    addEventListener("beforeunload", (event) => {
      if (this.sender) event.preventDefault();
    });
    this.show();
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.form.querySelector<T>(`[data-${name}]`)!;
  }

  /** Anywhere on the page: who lets go beside the field still means the field. */
  private acceptDrops(): void {
    const field = this.part("drop");
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    document.addEventListener("dragenter", (event) => {
      if (carriesFiles(event)) field.classList.toggle("over", ++depth > 0);
    });
    document.addEventListener("dragleave", (event) => {
      if (carriesFiles(event)) field.classList.toggle("over", --depth > 0);
    });
    document.addEventListener("dragover", (event) => {
      if (carriesFiles(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      field.classList.remove("over");
      void collectDropped(event.dataTransfer!).then((files) => this.add(files));
    });
  }

  private add(files: Picked[]): void {
    if (this.sender) return;
    for (const { name, file } of files) this.picked.set(name, file);
    this.giveUp();
    this.say("");
    this.show();
  }

  private clear(): void {
    this.picked.clear();
    this.giveUp();
    this.say("");
    this.show();
  }

  private names(): string[] {
    return [...this.picked.keys()].sort(new Intl.Collator(undefined, { numeric: true }).compare);
  }

  private show(): void {
    const names = this.names();
    const total = names.reduce((sum, name) => sum + this.picked.get(name)!.size, 0);
    this.part("list").hidden = !names.length;
    this.part<HTMLButtonElement>("start").disabled = !names.length || this.sender !== undefined;
    this.part("stop").hidden = this.part("progress").hidden = this.sender === undefined;
    this.part("clear").hidden = this.sender !== undefined;
    const count = fill(ngettext("%(n)s file", "%(n)s files", names.length), { n: names.length });
    this.part("summary").textContent = `${count}, ${bytes(total)}`;
    const rows = names.slice(0, SHOWN).map((name) => row(name, bytes(this.picked.get(name)!.size)));
    if (names.length > SHOWN) rows.push(row(fill(gettext("and %(n)s more"), { n: names.length - SHOWN }), ""));
    this.part("rows").replaceChildren(...rows);
  }

  private async submit(): Promise<void> {
    this.say("");
    try {
      this.opened ??= await ask<Opened>(this.form.dataset.upload!, { method: "POST", body: this.options() });
      if (!this.delivered) await this.send(this.opened);
      await ask(`/api/imports/${this.opened.id}/start`, { method: "POST", body: this.options() });
      this.sender = undefined; // nothing left to lose: the page may be left
      location.assign(this.opened.url);
    } catch (error) {
      this.sender = undefined;
      this.show();
      if (!(error instanceof DOMException)) this.refused(error);
    }
  }

  private async send(opened: Opened): Promise<void> {
    const files = this.names().map((name) => ({ name, file: this.picked.get(name)! }));
    const bar = this.part<HTMLProgressElement>("progress");
    this.sender = new Sender(`/api/imports/${opened.id}/files`, files, (sent, total, waiting) => {
      [bar.max, bar.value] = [total || 1, sent];
      const text = gettext("%(sent)s of %(total)s sent");
      this.part("summary").textContent = fill(text, { sent: bytes(sent), total: bytes(total) });
      this.say(waiting ? gettext("No connection. The upload goes on by itself when it is back.") : "");
    });
    this.show();
    await this.sender.run();
    this.delivered = true;
  }

  /** What was chosen in the form, as the API wants it. */
  private options(): Record<string, unknown> {
    const chosen = new FormData(this.form);
    const options: Record<string, unknown> = {
      all_or_none: chosen.get("all_or_none") === "1",
      answers: chosen.get("answers") === "1",
    };
    for (const name of ["txt", "encoding", "content_column", "id_column", "origin"]) {
      const value = chosen.get(name);
      if (typeof value === "string" && value) options[name] = value;
    }
    return options;
  }

  private refused(error: unknown): void {
    this.say(error instanceof Refusal ? error.message : gettext("The server cannot be reached. Try again."));
    if (error instanceof Refusal && error.code === "choose_column") this.askColumn(error.detail.columns as string[]);
    else this.giveUp();
  }

  /** The files are there already; only the column is missing. */
  private askColumn(columns: string[]): void {
    const field = this.form.querySelector<HTMLInputElement>("[name=content_column]")!;
    const list = document.createElement("datalist");
    list.id = "columns";
    list.append(...columns.map((column) => new Option(column)));
    this.form.querySelector("#columns")?.remove();
    this.form.append(list);
    field.setAttribute("list", list.id);
    field.closest("details")!.open = true;
    field.focus();
  }

  private stop(): void {
    this.sender?.stop();
    this.giveUp();
  }

  /** What was opened is not going to begin: the server may forget its files. */
  private giveUp(): void {
    if (this.opened) void ask(`/api/imports/${this.opened.id}/cancel`, { method: "POST" }).catch(() => undefined);
    this.opened = undefined;
    this.delivered = false;
  }

  private say(text: string): void {
    const notice = this.part("error");
    notice.hidden = !text;
    notice.querySelector("p")!.textContent = text;
  }
}

function row(name: string, size: string): HTMLTableRowElement {
  const line = document.createElement("tr");
  const [first, second] = [line.insertCell(), line.insertCell()];
  first.className = "file";
  first.textContent = name;
  second.className = "num nowrap muted";
  second.textContent = size;
  return line;
}
