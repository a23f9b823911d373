/** Fields to write in. What stands in them changes only when the answer changed elsewhere, never under the hand. */
import { useLayoutEffect, useRef } from "preact/hooks";

interface Common {
  readonly label: string;
  readonly class?: string;
  readonly required?: boolean;
}

interface NumberProps extends Common {
  readonly value: number | undefined;
  readonly minimum?: number | null;
  readonly maximum?: number | null;
  readonly step?: number | null;
  set(value: number | undefined): void;
}

export function NumberField({ label, value, minimum, maximum, step, set, required, class: name }: NumberProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const field = input.current!;
    // "1." and "1.0" are 1 already, and more may follow.
    if (read(field) !== value) field.value = value === undefined ? "" : String(value);
  }, [value]);
  return (
    <input
      ref={input}
      type="number"
      class={name}
      // Of no form: in the preview the panel lies inside the form of the schema.
      form="answers"
      aria-label={label}
      aria-required={required}
      min={minimum ?? undefined}
      max={maximum ?? undefined}
      step={step ?? "any"}
      onInput={(event) => set(read(event.currentTarget))}
    />
  );
}

function read(field: HTMLInputElement): number | undefined {
  return field.value === "" || !Number.isFinite(field.valueAsNumber) ? undefined : field.valueAsNumber;
}

interface TextProps extends Common {
  readonly value: string | undefined;
  /** More than one line. */
  readonly long?: boolean;
  readonly most?: number;
  readonly placeholder?: string;
  set(value: string): void;
}

export function TextField({ label, value, long, most, placeholder, set, required, class: name }: TextProps) {
  const shared = {
    class: name,
    form: "answers",
    "aria-label": label,
    "aria-required": required,
    maxLength: most,
    placeholder,
    value: value ?? "",
  };
  return long ? (
    <textarea {...shared} rows={3} onInput={(event) => set(event.currentTarget.value)} />
  ) : (
    <input {...shared} type="text" onInput={(event) => set(event.currentTarget.value)} />
  );
}
