/** What a kind lets a question say besides its labels, as the server describes it. */
import { gettext } from "../../lib/i18n";
import type { Field } from "./body";
import type { Setting } from "./editor";
import { Switch, Text } from "./inputs";

interface Props {
  at: string;
  field: Field;
  settings: readonly Setting[];
  set(field: Field): void;
}

export function Settings({ at, field, settings, set }: Props) {
  const plain = settings.filter(({ form }) => form !== "switch");
  if (!plain.length) return null;
  return (
    <div class="question-facts">
      {plain.map((setting) => (
        <One key={setting.name} at={`${at}.${setting.name}`} field={field} setting={setting} set={set} />
      ))}
    </div>
  );
}

export function Switches({ field, settings, set }: Omit<Props, "at">) {
  return (
    <>
      {settings.filter(({ form }) => form === "switch").map(({ name, title, default: usual }) => (
        <Switch key={name} label={title} on={(field[name] as boolean | undefined) ?? usual === true} set={(on) => set({ ...field, [name]: on })} />
      ))}
    </>
  );
}

function One({ at, field, setting: { name, title, form, default: usual, choices }, set }: Omit<Props, "settings"> & { setting: Setting }) {
  const value = field[name];
  const put = (next: unknown) => set(next === undefined ? withoutKey(field, name) : { ...field, [name]: next });
  if (form === "choice") {
    return (
      <label class="field">
        <span>{title}</span>
        <select data-at={at} value={String(value ?? usual ?? "")} onChange={(event) => put(event.currentTarget.value)}>
          {choices.map((each) => <option key={each.name} value={each.name}>{each.title}</option>)}
        </select>
      </label>
    );
  }
  if (form === "title") {
    const titles = (value ?? {}) as { zh?: string; en?: string };
    return (
      <>
        <Text at={`${at}.zh`} label={`${title} (${gettext("Chinese")})`} value={titles.zh} set={(zh) => put({ ...titles, zh })} />
        <Text at={`${at}.en`} label={`${title} (${gettext("English")})`} value={titles.en} set={(en) => put({ ...titles, en })} />
      </>
    );
  }
  if (form === "number") {
    return (
      <label class="field">
        <span>{title}</span>
        <input
          type="number"
          step="any"
          data-at={at}
          placeholder={usual === null || usual === undefined ? "" : String(usual)}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(event) => put(event.currentTarget.value === "" ? undefined : event.currentTarget.valueAsNumber)}
        />
      </label>
    );
  }
  return <Text at={at} label={title} value={value as string | undefined} set={(text) => put(text || undefined)} />;
}

function withoutKey(field: Field, name: string): Field {
  const { [name]: _gone, ...rest } = field;
  return rest as Field;
}
