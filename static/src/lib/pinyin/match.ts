/** Whether letters are pinyin of a text: full syllables, first letters, or anything between, from any character on. */

/** Character -> its readings, without tones. */
export type Readings = ReadonlyMap<string, readonly string[]>;

/** The table as it is written: "a阿啊 ai爱…". */
export function readingsOf(table: string): Readings {
  const found = new Map<string, string[]>();
  for (const group of table.split(" ")) {
    const reading = /^[a-z]+/.exec(group)![0];
    for (const character of group.slice(reading.length)) {
      const readings = found.get(character);
      if (readings) readings.push(reading);
      else found.set(character, [reading]);
    }
  }
  return found;
}

const HAN = /\p{Script=Han}/u;
const LETTERS = /^[a-z]+$/;

export function matches(text: string, letters: string, readings: Readings): boolean {
  if (!LETTERS.test(letters) || !HAN.test(text)) return false;
  const characters = [...text.toLowerCase()].filter((character) => character.trim());
  return characters.some((_character, at) => goesOn(characters, at, letters, readings));
}

/** Whether the letters are used up by the characters from a place on, at least one letter each. */
function goesOn(characters: readonly string[], at: number, letters: string, readings: Readings): boolean {
  if (!letters) return true;
  const character = characters[at];
  if (character === undefined) return false;
  for (const reading of readings.get(character) ?? [character]) {
    let shared = 0;
    while (shared < reading.length && reading[shared] === letters[shared]) shared++;
    for (let used = shared; used > 0; used--)
      if (goesOn(characters, at + 1, letters.slice(used), readings)) return true;
  }
  return false;
}
