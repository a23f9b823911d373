/** Relations between spans of a text: each leads from one to another, or joins two when its label is symmetric. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, LinkKind } from "../kind";
import { countByLabel, Palette } from "../panels/palette";
import type { Selected } from "../sheet";
import { chooseLink } from "../text/linking";
import type { Field, Region } from "../types";

export interface RelationRegion extends Region {
  readonly from: string;
  readonly to: string;
  /** The question whose regions they are. */
  readonly field: string;
}

interface Rule {
  readonly label: string;
  readonly sources?: readonly string[];
  readonly targets?: readonly string[];
  readonly symmetric?: boolean;
}

interface RelationField extends Field {
  readonly field: string;
  readonly rules?: readonly Rule[];
}

const SHORT = 18;

const link: LinkKind<RelationRegion> = {
  among: (field) => (field as RelationField).field,
  ends: ({ field, from, to }) => [
    { field, id: from },
    { field, id: to },
  ],
  make: (from, to) => ({ from: from.id, to: to.id, field: from.field }),
  isSymmetric: (field, label) => ruleOf(field, label)?.symmetric === true,
  allows: (desk, field, label, from, to) => {
    const [source, target] = [desk.sheet.find(from)?.label, desk.sheet.find(to)?.label];
    const rule = ruleOf(field, label);
    const leads = (one?: string, two?: string) => fits(rule?.sources, one) && fits(rule?.targets, two);
    return leads(source, target) || (rule?.symmetric === true && leads(target, source));
  },
};

function ruleOf(field: Field, label: string): Rule | undefined {
  return (field as RelationField).rules?.find((rule) => rule.label === label);
}

function fits(wanted: readonly string[] | undefined, label: string | undefined): boolean {
  return label !== undefined && (!wanted?.length || wanted.includes(label));
}

/** Relations that no rule allows any more, because a span got another label. */
function problem(desk: Desk, field: Field, answer: unknown): string | null {
  const wrong = (answer as readonly RelationRegion[]).find((relation) => {
    const [from, to] = link.ends(relation);
    return !link.allows(desk, field, relation.label, from, to);
  });
  if (!wrong) return null;
  const what = { label: desk.look(field, wrong.label).title, ends: describe(wrong, desk) };
  return fill(gettext("“%(label)s” may not lead from one of these to the other: %(ends)s. Delete it or label them anew."), what);
}

function describe(region: Region, desk: Desk): string {
  return link.ends(region as RelationRegion).map((end) => short(textOf(desk, end))).join(" → ");
}

function textOf(desk: Desk, end: Selected): string {
  const region = desk.sheet.find(end);
  return (region && desk.kindOf(desk.field(end.field)).describe?.(region, desk)) ?? "…";
}

function short(text: string): string {
  const points = [...text.slice(0, 2 * SHORT + 2)];
  return points.length > SHORT ? `${points.slice(0, SHORT).join("")}…` : text;
}

export const KIND: Kind = {
  name: "relation",
  Panel: Palette,
  choose: chooseLink,
  summary: countByLabel,
  problem,
  describe,
  link: link as unknown as LinkKind,
  /** A relation goes with the regions that it joins. */
  follow(desk, field, changes) {
    const regions = (field as RelationField).field;
    if (!changes.some((change) => change.field === regions && !("at" in change && change.after))) return [];
    const left = new Set(desk.sheet.regionsAfter(regions, changes).map((region) => region.id));
    const relations = desk.sheet.regionsAfter<RelationRegion>(field.name, changes);
    const loose = relations.map((before, at) => ({ field: field.name, at, before, after: null }));
    // From the last to the first, so that places stay right while they go.
    return loose.filter(({ before }) => !left.has(before.from) || !left.has(before.to)).reverse();
  },
};
