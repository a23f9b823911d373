/** The form of the label editor. It writes into the JSON field that the page sends, and reads from it again. */
import { useSignal } from "@preact/signals";
import { render } from "preact";
import { gettext } from "../../lib/i18n";
import { type Body, following, keysBeside, moved, newField, parsed, without } from "./body";
import { FieldEditor } from "./field";

export interface Setting {
  name: string;
  title: string;
  form: "switch" | "number" | "choice" | "text" | "title";
  default: unknown;
  choices: { name: string; title: string }[];
}

export interface KindChoice {
  name: string;
  title: string;
  /** Whether its fields have labels, those stand in a tree, and it has regions. */
  labels: boolean;
  tree: boolean;
  regions: boolean;
  /** Whether its labels have rules about what they join. */
  rules: boolean;
  /** Whether what is said of its regions may change on the way. */
  changing: boolean;
  settings: Setting[];
  /** What a question of this kind says besides its labels when it is new. */
  options: Record<string, unknown>;
}

export interface Given {
  kinds: KindChoice[];
  colors: string[];
}

export function edit(place: HTMLElement): void {
  const json = document.querySelector<HTMLTextAreaElement>("#schema-json")!;
  const given: Given = { kinds: read("schema-kinds"), colors: read("schema-colors") };
  render(<Editor json={json} given={given} />, place);
}

function read<T>(id: string): T {
  return JSON.parse(document.getElementById(id)!.textContent!) as T;
}

function Editor({ json, given }: { json: HTMLTextAreaElement; given: Given }) {
  const body = useSignal<Body>(parsed(json.value) ?? read("schema-body"));
  const view = useSignal<"form" | "json">("form");
  const broken = useSignal(false);
  const field = json.closest<HTMLElement>("[data-schema-json]")!;
  field.hidden = view.value === "form";

  const set = (next: Body) => {
    body.value = next;
    json.value = JSON.stringify(next, null, 2);
    tell(next);
  };
  const setFields = (fields: Body["fields"]) => set({ ...body.value, fields });
  const toForm = () => {
    const written = parsed(json.value);
    broken.value = written === null;
    if (written === null) return;
    body.value = written;
    tell(written);
    view.value = "form";
  };

  return (
    <>
      <div class="segments" role="tablist" aria-label={gettext("How to edit")}>
        <button type="button" role="tab" aria-selected={view.value === "form"} onClick={toForm}>{gettext("Form")}</button>
        <button type="button" role="tab" aria-selected={view.value === "json"} onClick={() => (view.value = "json")}>JSON</button>
      </div>
      {broken.value && <p class="notice danger" role="alert">{gettext("The JSON cannot be read as a schema. Mend it first, or use the button to check it.")}</p>}
      {view.value === "form" && (
        <div class="stack">
          {body.value.fields.map((each, i) => (
            <FieldEditor
              key={i}
              at={`fields[${i}]`}
              field={each}
              fields={body.value.fields}
              media={body.value.media}
              given={given}
              taken={keysBeside(body.value.fields, i)}
              set={(next) => setFields(following(body.value.fields, i, next))}
              move={body.value.fields.length > 1 ? (by) => setFields(moved(body.value.fields, i, i + by)) : undefined}
              remove={body.value.fields.length > 1 ? () => setFields(without(body.value.fields, i)) : undefined}
            />
          ))}
          <div>
            <button
              type="button"
              class="button"
              onClick={() => setFields([...body.value.fields, newField(body.value.fields, given.kinds[0]!.name, given.colors)])}
            >
              ＋ {gettext("Add a question")}
            </button>
          </div>
        </div>
      )}
    </>
  );
}

/** The preview hears of every change, wherever it listens. */
function tell(body: Body): void {
  const preview = document.querySelector("[data-schema-preview]") ?? document.body;
  preview.dispatchEvent(new CustomEvent("schemachange", { detail: body, bubbles: true }));
}
