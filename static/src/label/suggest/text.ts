/** Suggestions in a text: stretches with a dashed line, and relations between them as dashed arrows. */
import type { Desk } from "../desk";
import type { Suggestion } from "../suggested";
import type { Arc } from "../text/arcs";
import type { Mark } from "../text/marks";
import type { Region } from "../types";

export function marksOf(desk: Desk, pending: readonly Suggestion[]): Mark[] {
  return pending.flatMap(({ key, field, region }) => {
    const { passage } = desk.kindOf(field);
    if (!passage || !region) return [];
    return passage.parts(region).map(([start, end], i) => ({
      field,
      region,
      start: desk.text.toUnits(start),
      end: desk.text.toUnits(end),
      first: i === 0,
      suggestion: key,
    }));
  });
}

/** Their ends lie where the model saw them, whatever became of the regions there. */
export function arcsOf(desk: Desk, pending: readonly Suggestion[]): Arc[] {
  return pending.flatMap(({ key, field, region, prediction }) => {
    const { link } = desk.kindOf(field);
    if (!link || !region) return [];
    const [from, to] = link.ends(region).map((end) => {
      const { passage } = desk.kindOf(desk.field(end.field));
      const found = ((prediction.value[end.field] as readonly Region[] | undefined) ?? []).find(({ id }) => id === end.id);
      const part = found && passage?.parts(found)[0];
      return part && ([desk.text.toUnits(part[0]), desk.text.toUnits(part[1])] as const);
    });
    return from && to ? [{ field, region, from, to, suggestion: key }] : [];
  });
}
