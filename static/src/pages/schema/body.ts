/** A label schema while it is edited, and the changes one can make to it. Each returns a new body. */
import { freeKeys } from "../../label/labelkeys";

export interface Label {
  name: string;
  title?: { zh?: string; en?: string };
  color?: string;
  key?: string;
  description?: string;
  examples?: string[];
  parent?: string;
  /** What it was called before, and labels that became part of it. */
  formerly?: string[];
  attributes?: Attribute[];
}

export interface Condition {
  field?: string;
  attribute?: string;
  equals?: string | number | boolean | null;
  one_of?: (string | number | boolean)[] | null;
  answered?: boolean | null;
}

export interface Attribute {
  name: string;
  kind: "choice" | "switch" | "text" | "number";
  title?: { zh?: string; en?: string };
  required?: boolean;
  labels?: { name: string; title?: object }[];
  minimum?: number | null;
  maximum?: number | null;
  visible_when?: Condition | Condition[];
}

export interface Field {
  name: string;
  kind: string;
  title?: { zh?: string; en?: string };
  required?: boolean;
  labels: Label[];
  attributes?: Attribute[];
  visible_when?: Condition | Condition[];
  [option: string]: unknown;
}

/** What a label of relations may lead from and to; no names: any label. */
export interface Rule {
  label: string;
  sources?: string[];
  targets?: string[];
  symmetric?: boolean;
}

export interface Body {
  media: string;
  fields: Field[];
}

export function changed<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((each, i) => (i === at ? item : each));
}

export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, i) => i !== at);
}

/** The list with one item somewhere else; what leads out of it changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  const rest = without(list, from);
  rest.splice(to, 0, item);
  return rest;
}

/** What new labels are made from: the colours to take turns, and the keys that other questions use. */
export interface Stock {
  colors: readonly string[];
  taken: readonly (string | undefined)[];
}

/** A new label: the next key that is free in all questions, and the colour used least. */
export function newLabel(labels: readonly Label[], { colors, taken: elsewhere }: Stock, name = ""): Label {
  const taken = new Set([...elsewhere, ...labels.map((label) => label.key)]);
  const uses = (color: string) => labels.filter((label) => label.color === color).length;
  const color = colors.reduce((best, each) => (uses(each) < uses(best) ? each : best), colors[0] ?? "#1d4ed8");
  return { name, title: { zh: "", en: "" }, color, key: freeKeys().find((key) => !taken.has(key)) ?? "" };
}

/** The keys of all questions but one. */
export function keysBeside(fields: readonly Field[], at: number): (string | undefined)[] {
  return without(fields, at).flatMap((field) => field.labels.map((label) => label.key));
}

export function newField(fields: readonly Field[], kind: string, colors: readonly string[]): Field {
  const names = new Set(fields.map((field) => field.name));
  let number = fields.length + 1;
  while (names.has(`question_${number}`)) number++;
  const title = { zh: "", en: "" };
  return { name: `question_${number}`, kind, title, required: false, labels: [newLabel([], { colors, taken: keysBeside(fields, -1) })] };
}

/** Several names pasted at once become several labels, in the place of the one they were pasted into. */
export function pasted(labels: readonly Label[], at: number, text: string, stock: Stock): Label[] {
  const names = text.split(/\r?\n/).map((name) => name.trim()).filter(Boolean);
  const before = labels.slice(0, at + 1).map((label, i) => (i === at ? { ...label, name: names[0] ?? label.name } : label));
  const after = labels.slice(at + 1);
  const added: Label[] = [];
  for (const name of names.slice(1)) added.push(newLabel([...before, ...added, ...after], stock, name));
  return [...before, ...added, ...after];
}

function rulesOf(field: Field): readonly Rule[] {
  return (field.rules as Rule[] | undefined) ?? [];
}

export function ruleOf(field: Field, label: string): Rule {
  return rulesOf(field).find((rule) => rule.label === label) ?? { label };
}

/** The question with this rule for its label; one that allows everything is none. */
export function withRule(field: Field, { label, sources = [], targets = [], symmetric = false }: Rule): Field {
  const said = { ...(sources.length ? { sources } : {}), ...(targets.length ? { targets } : {}), ...(symmetric ? { symmetric } : {}) };
  const others = rulesOf(field).filter((rule) => rule.label !== label);
  const rules = Object.keys(said).length ? [...others, { label, ...said }] : others;
  const { rules: _before, ...rest } = field;
  return (rules.length ? { ...rest, rules } : rest) as Field;
}

/** The attributes of every region, then those of single labels; each once. */
export function attributeNames({ attributes = [], labels }: Field): string[] {
  return [...new Set([...attributes, ...labels.flatMap((label) => label.attributes ?? [])].map(({ name }) => name))];
}

export function withChanging({ changing: _before, ...field }: Field, names: readonly string[]): Field {
  return (names.length ? { ...field, changing: [...names] } : field) as Field;
}

/** What changes on the way follows attributes that are renamed or gone. */
function withKnownChanging(before: Field, next: Field): Field {
  if (!next.changing) return next;
  const [was, now] = [attributeNames(before), attributeNames(next)];
  const called = (name: string) => (now.includes(name) || was.length !== now.length ? name : (now[was.indexOf(name)] ?? name));
  return withChanging(next, (next.changing as string[]).map(called).filter((name) => now.includes(name)));
}

/** The questions with one of them changed: rules follow labels that are renamed or gone, and a question's new name. */
export function following(fields: readonly Field[], at: number, edited: Field): Field[] {
  const before = fields[at]!;
  const next = withKnownChanging(before, edited);
  const now = new Set(next.labels.map(({ name }) => name));
  const sameCount = before.labels.length === next.labels.length;
  const renamed = new Map<string, string>();
  before.labels.forEach(({ name }, i) => {
    const other = next.labels[i]?.name;
    if (sameCount && !now.has(name) && other !== undefined) renamed.set(name, other);
  });
  // The last name of a rule stays, though its label is gone: without it the rule would allow any, and nobody said so.
  const follow = (names: readonly string[] = []) => {
    const called = names.map((name) => renamed.get(name) ?? name);
    const left = called.filter((name) => now.has(name));
    return left.length ? left : called;
  };
  const own = rulesOf(next).map((rule) => ({ ...rule, label: renamed.get(rule.label) ?? rule.label }));
  const kept = own.filter((rule, i) => now.has(rule.label) && own.findIndex((one) => one.label === rule.label) === i);
  return fields.map((field, i) => {
    if (i === at) return next.rules ? { ...next, rules: kept } : next;
    if (field.field !== before.name || !("field" in field)) return field;
    const rules = rulesOf(field).map((rule) => ({ ...rule, sources: follow(rule.sources), targets: follow(rule.targets) }));
    return { ...field, field: next.name, ...(field.rules ? { rules } : {}) };
  });
}

/** The label without its former names: answers that have them count under those names again. */
export function withoutFormer({ formerly: _gone, ...label }: Label): Label {
  return label;
}

/** The names that more than one of these labels have. */
export function repeated(labels: readonly Label[]): Set<string> {
  const names = labels.map((label) => label.name.trim());
  return new Set(names.filter((name, i) => name && names.indexOf(name) !== i));
}

/** The body in a text, or null while the text is not one. */
export function parsed(text: string): Body | null {
  try {
    const body = JSON.parse(text) as Body;
    const isField = (field?: Partial<Field>) => typeof field?.kind === "string" && Array.isArray(field.labels ?? []);
    const fits = Array.isArray(body.fields) && body.fields.every(isField);
    // Some kinds have no labels, and a schema need not say so.
    return fits ? { ...body, fields: body.fields.map((field) => ({ ...field, labels: field.labels ?? [] })) } : null;
  } catch {
    return null;
  }
}
