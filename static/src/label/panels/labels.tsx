/** The questions of the schema with their labels: what the schema editor previews and the workspace uses. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Sounds } from "../../lib/pinyin/all";
import type { Desk, Look } from "../desk";
import { explained } from "./explain";
import { later } from "./later";
import { Questions } from "./questions";
import { Search, SEARCH_FROM } from "./some";

const Explanation = later(async () => (await import("./explanation")).Explanation);

const HAN = /\p{Script=Han}/u;

export function Labels({ desk }: { desk: Desk }) {
  const searched = useSignal("");
  const pinyin = useSignal<{ readonly sounds: Sounds } | null>(null);
  const all = useMemo(() => desk.looks.map((look) => ({ look, words: wordsOf(look) })), [desk]);
  const wanted = searched.value.trim().toLowerCase();
  const letters = wanted.replaceAll(/['\s]/g, "");
  const fits = ({ words }: { words: readonly string[] }) =>
    words.some((word) => word.includes(wanted) || pinyin.value?.sounds(word, letters));
  const found = (wanted ? all.filter(fits) : all).map(({ look }) => look);
  /** Pinyin is fetched when somebody begins to search labels that are written in Chinese. */
  const learn = async () => {
    if (pinyin.value || !all.some(({ words }) => words.some((word) => HAN.test(word)))) return;
    pinyin.value = await import("../../lib/pinyin/all");
  };
  return (
    <>
      {desk.looks.length >= SEARCH_FROM && (
        <Search
          desk={desk}
          found={wanted ? found : []}
          onBegin={() => void learn().catch(() => undefined)}
          onSearch={(text) => (searched.value = text)}
        />
      )}
      <Questions desk={desk} found={found} />
      {explained.value && <Explanation language={desk.language} />}
    </>
  );
}

function wordsOf({ label, title }: Look): string[] {
  return [...new Set([label.name, title, ...Object.values(label.title ?? {})])].map((word) => word.toLowerCase());
}
