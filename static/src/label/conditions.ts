/**
 * When a question or an attribute is asked: what other answers must say first.
 *
 * The server decides the same in `projects/schema/conditions.py`; both pass `tests/annotation/conditions.json`.
 */
import type { Condition, Field, Region, Scalar, Value } from "./types";

/** Something that is asked, perhaps only when others say something. */
export interface Conditional {
  readonly name: string;
  readonly visible_when?: Condition | readonly Condition[];
}

export function isEmpty(answer: unknown): boolean {
  if (answer === undefined || answer === null || answer === "") return true;
  return typeof answer === "object" && (Array.isArray(answer) ? answer : Object.keys(answer)).length === 0;
}

/** Whether an answer says what the condition waits for. */
export function holds(condition: Condition, answer: unknown): boolean {
  if (condition.attribute && condition.field) answer = attributeOf(answer, condition.attribute);
  const wanted = wantedBy(condition);
  if (wanted.length) return said(answer).some((value) => wanted.includes(value as Scalar));
  return isEmpty(answer) === (condition.answered === false);
}

function wantedBy({ equals, one_of }: Condition): readonly Scalar[] {
  return equals !== undefined && equals !== null ? [equals] : (one_of ?? []);
}

/** What the regions of an answer say to one attribute. */
function attributeOf(answer: unknown, name: string): unknown[] {
  const regions = Array.isArray(answer) ? (answer as Region[]) : [];
  return regions.map((region) => region?.attributes?.[name]).filter((value) => !isEmpty(value));
}

/** Every label, number or word that an answer holds. */
function said(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer.flatMap(said);
  if (isEmpty(answer)) return [];
  if (typeof answer !== "object") return [answer];
  return "label" in answer! ? [answer.label] : Object.values(answer!);
}

/** Those of some things that are asked now. What a hidden one was answered counts for nothing. */
export function asked<T extends Conditional>(
  things: readonly T[],
  answer: (name: string) => unknown,
  looksAt: (condition: Condition) => string | undefined,
): readonly T[] {
  if (things.every((thing) => !conditionsOf(thing).length)) return things;
  const byName = new Map(things.map((thing) => [thing.name, thing]));
  const known = new Map<string, boolean>();
  const isAsked = (thing: T): boolean => {
    const before = known.get(thing.name);
    if (before !== undefined) return before;
    // The server refuses those that wait for each other; a schema that is being written may still have some.
    known.set(thing.name, false);
    const is = conditionsOf(thing).every((condition) => {
      const other = byName.get(looksAt(condition) ?? "");
      return holds(condition, other && isAsked(other) ? answer(other.name) : undefined);
    });
    known.set(thing.name, is);
    return is;
  };
  return things.filter(isAsked);
}

export function askedFields(fields: readonly Field[], value: Value): readonly Field[] {
  return asked(fields, (name) => value[name], ({ field }) => field);
}

function conditionsOf({ visible_when: when }: Conditional): readonly Condition[] {
  return when === undefined ? [] : Array.isArray(when) ? when : [when as Condition];
}
