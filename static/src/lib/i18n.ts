/**
 * Words on the screen: English source strings. Those of the labelling page are in its script, which is built for each
 * language (words.mjs); on other pages they are translated by the catalogue that Django serves at /jsi18n/.
 */

type Catalogue = {
  gettext?: (text: string) => string;
  ngettext?: (one: string, many: string, count: number) => string;
};

const catalogue = globalThis as Catalogue;

export function gettext(text: string): string {
  return catalogue.gettext?.(text) ?? text;
}

export function ngettext(one: string, many: string, count: number): string {
  return catalogue.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
}

/** `fill("%(n)s waiting", {n: 3})` -> "3 waiting" */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}

export type Titles = Readonly<Record<string, string>> | undefined;

/** The title in the reader's language ("zh-hans" reads "zh"), or in any language, or the name itself. */
export function titleIn(language: string, titles: Titles, name: string): string {
  if (!titles) return name;
  const short = language.split("-")[0] ?? language;
  return titles[language] || titles[short] || titles.en || Object.values(titles).find(Boolean) || name;
}
