/** The responses of a task, as the person sees them: in their own order, called A, B, C … by their place. */
import { gettext } from "../../lib/i18n";
import type { Field, Label, Task } from "../types";

export const TIE = "tie";

export interface Item {
  readonly key: string;
  readonly letter: string;
  readonly text: string;
  readonly html: string;
}

export function itemsOf({ responses }: Task): Item[] {
  return (responses?.items ?? []).map((item, i) => ({ ...item, letter: String.fromCharCode(65 + i) }));
}

/** The responses as labels, so that they have keys, colours and names like any other. */
export function itemLabels(task: Task): Label[] {
  return itemsOf(task).map(({ key, letter }) => ({ name: key, title: { en: letter } }));
}

export function tieLabel(): Label {
  return { name: TIE, title: { en: gettext("Equally good") } };
}

/** Whether a question is about a response that this task has, or about none. */
export function isAbout(field: Field, task: Task): boolean {
  return !field.about || itemsOf(task).some(({ key }) => key === field.about);
}
