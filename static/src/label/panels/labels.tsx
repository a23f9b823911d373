/** The questions of the schema with their labels: what the schema editor previews and the workspace uses. */
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Desk, Look } from "../desk";
import { explained } from "./explain";
import { later } from "./later";
import { Questions } from "./questions";
import { Search, SEARCH_FROM } from "./some";

const Explanation = later(async () => (await import("./explanation")).Explanation);

export function Labels({ desk }: { desk: Desk }) {
  const found = useMemo(() => signal<readonly Look[] | null>(null), [desk]);
  return (
    <>
      {desk.looks.length >= SEARCH_FROM && <Search desk={desk} found={found} />}
      <Questions desk={desk} found={found.value ?? desk.looks} />
      {explained.value && <Explanation language={desk.language} />}
    </>
  );
}
