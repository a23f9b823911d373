/** Whether letters are pinyin of a text: full syllables, first letters, or anything between, from any character on. */

/** Character -> its readings, without tones; the usual one first. */
export type Readings = ReadonlyMap<string, readonly string[]>;

/** The table as it is written: "a阿啊 an安'广 …", with those whose usual reading is another one after the sign. */
export function readingsOf(table: string): Readings {
  const found = new Map<string, string[]>();
  const groups = table.split(" ").map((group) => /^([a-z]+)([^']*)'?(.*)$/.exec(group)!);
  for (const part of [2, 3]) {
    for (const group of groups) {
      const reading = group[1]!;
      for (const character of group[part]!) {
        const readings = found.get(character);
        if (readings) readings.push(reading);
        else found.set(character, [reading]);
      }
    }
  }
  return found;
}

const HAN = /\p{Script=Han}/u;
const LETTERS = /^[!-~]*[a-z][!-~]*$/;

/** `usual`: by the usual reading of each character alone. Digits and signs stand for themselves. */
export function matches(text: string, letters: string, readings: Readings, usual = false): boolean {
  if (!LETTERS.test(letters) || !HAN.test(text)) return false;
  const characters = [...text.toLowerCase()].filter((character) => character.trim());
  return characters.some((_character, at) => goesOn(characters, at, letters, readings, usual));
}

/** Whether the letters are used up by the characters from a place on, at least one letter each. */
function goesOn(characters: readonly string[], at: number, letters: string, readings: Readings, usual: boolean): boolean {
  if (!letters) return true;
  const character = characters[at];
  if (character === undefined) return false;
  const all = readings.get(character) ?? [character];
  for (const reading of usual ? all.slice(0, 1) : all) {
    let shared = 0;
    while (shared < reading.length && reading[shared] === letters[shared]) shared++;
    for (let used = shared; used > 0; used--)
      if (goesOn(characters, at + 1, letters.slice(used), readings, usual)) return true;
  }
  return false;
}
