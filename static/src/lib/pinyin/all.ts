/** Pinyin of all characters there are, as a chunk of its own. */
import { matches, readingsOf } from "./match";
import { READINGS } from "./readings";

const readings = readingsOf(READINGS);

export type Sounds = (text: string, letters: string, usual?: boolean) => boolean;

/** Whether letters are pinyin of a text. */
export const sounds: Sounds = (text, letters, usual) => matches(text, letters, readings, usual);
