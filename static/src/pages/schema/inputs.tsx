/** The inputs that the parts of the label editor share. */

interface TextProps {
  at: string;
  label: string;
  value?: string;
  mono?: boolean;
  set(value: string): void;
}

export function Text({ at, label, value, mono, set }: TextProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input data-at={at} class={mono ? "mono" : undefined} value={value ?? ""} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

export function Switch({ label, on, set }: { label: string; on: boolean; set(on: boolean): void }) {
  return (
    <label class="switch">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      {label}
    </label>
  );
}
