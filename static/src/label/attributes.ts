/** What is said of a region beside its label. */
import { fill, gettext, titleIn } from "../lib/i18n";
import { asked, isEmpty } from "./conditions";
import type { Attribute, Field, Region } from "./types";

export type Said = Readonly<Record<string, unknown>>;

/** The attributes that are asked of a region now: those of its field, then those of its label. */
export function attributesOf(field: Field, region: Region): readonly Attribute[] {
  const label = field.labels.find(({ name }) => name === region.label);
  const all = [...(field.attributes ?? []), ...(label?.attributes ?? [])];
  const said = region.attributes ?? {};
  return asked(all, (name) => answerTo(all.find((one) => one.name === name)!, said), ({ attribute }) => attribute);
}

/** A switch that nobody touched is off. */
export function answerTo(attribute: Attribute, said: Said): unknown {
  return said[attribute.name] ?? (attribute.kind === "switch" ? false : undefined);
}

/** The region with another answer to one attribute; `undefined` takes the answer back. */
export function withAttribute<R extends Region>(region: R, name: string, value: unknown): R {
  const { [name]: _before, ...rest } = region.attributes ?? {};
  const said = value === undefined || value === "" ? rest : { ...rest, [name]: value };
  const { attributes: _all, ...bare } = region;
  return (isEmpty(said) ? bare : { ...bare, attributes: said }) as R;
}

/** What its attributes say, at a glance: a switch by its name, a choice by its title, others with their name. */
export function reading(language: string, field: Field, region: Region): string {
  if (!region.attributes) return "";
  const parts = attributesOf(field, region).map((attribute) => {
    const value = region.attributes?.[attribute.name];
    const title = titleIn(language, attribute.title, attribute.name);
    if (isEmpty(value) || value === false) return "";
    if (value === true) return title;
    const chosen = attribute.labels?.find(({ name }) => name === value);
    return chosen ? titleIn(language, chosen.title, chosen.name) : `${title} ${String(value)}`;
  });
  return parts.filter(Boolean).join(" · ");
}

/** What is wrong with the attributes of one region, as the end of a sentence; null when nothing is. */
export function attributeProblem(language: string, field: Field, region: Region): string | null {
  for (const attribute of attributesOf(field, region)) {
    const value = answerTo(attribute, region.attributes ?? {});
    const title = titleIn(language, attribute.title, attribute.name);
    if (isEmpty(value) && attribute.required) return fill(gettext("“%(attribute)s” is missing"), { attribute: title });
    const { minimum: low, maximum: high } = attribute;
    if (typeof value === "number" && (value < (low ?? -Infinity) || value > (high ?? Infinity))) {
      const between = { attribute: title, low: low ?? "−∞", high: high ?? "∞" };
      return fill(gettext("“%(attribute)s” must lie between %(low)s and %(high)s"), between);
    }
  }
  return null;
}
