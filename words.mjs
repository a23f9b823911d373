// The words of the labelling page in each language, put into its script while it is built.
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const CALL = new RegExp(String.raw`\b(n?gettext)\(\s*(${STRING})(?:(,\s*)(${STRING}))?`, "g");

/** Folder of a language -> its words: the catalogues that have a translation of scripts. */
export function catalogues(root) {
  const folders = readdirSync(join(root, "locale"));
  const files = folders.map((name) => [name, join(root, "locale", name, "LC_MESSAGES", "djangojs.po")]);
  return new Map(files.filter(([, file]) => existsSync(file)).map(([name, file]) => [name, parsed(readFileSync(file, "utf8"))]));
}

/** English -> its forms in a catalogue: one, or one for a single thing and one for several. */
export function parsed(po) {
  const words = new Map();
  for (const entry of po.split(/\n\s*\n/)) {
    const lines = entry.replaceAll(/"\n"/g, "").split("\n");
    const of = (key) => lines.flatMap((line) => (line.startsWith(`${key} "`) ? [JSON.parse(line.slice(key.length + 1))] : []))[0];
    const forms = [of("msgstr") ?? of("msgstr[0]"), of("msgstr[1]")].filter(Boolean);
    if (of("msgid") && forms.length && !lines.some((line) => /^#,.*fuzzy/.test(line))) words.set(of("msgid"), forms);
  }
  return words;
}

/** A source whose words are those of the catalogue; what it does not have stays English. */
export function translated(source, words) {
  return source.replaceAll(CALL, (call, name, one, comma, many) => {
    const forms = words.get(JSON.parse(one));
    if (!forms) return call;
    const [first, second] = [JSON.stringify(forms[0]), JSON.stringify(forms[1] ?? forms[0])];
    return name === "gettext" ? `gettext(${first}${comma ? comma + many : ""}` : `ngettext(${first}${comma}${second}`;
  });
}
