/**
 * Parts of the page that the first task does not need. They are fetched when the page has come to rest, so that they
 * open at once, without network as well; one that is wanted before is fetched then.
 */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

type Load = () => Promise<unknown>;

export type Later<P> = ComponentType<P> & {
  /** For whoever must have it at once when it is shown. */
  readonly load: Load;
};

const parts: Load[] = [];

/** Have this fetched when the page is at rest. */
export function atRest<T>(load: () => Promise<T>): () => Promise<T> {
  parts.push(load);
  return load;
}

/** One after the other, so that they do not stand in the way of tasks and images. */
export async function fetchTheRest(): Promise<void> {
  for (const load of parts) await load().catch(() => undefined);
  performance.mark("everything is here");
}

/** `Meanwhile` stands in its place until it is there; nothing, if there is none. */
export function later<P extends object>(fetch: () => Promise<ComponentType<P>>, Meanwhile?: ComponentType): Later<P> {
  let known: ComponentType<P> | null = null;
  const load = atRest(async () => void (known ??= await fetch()));
  function Part(props: P) {
    const [, setThere] = useState(false);
    useEffect(() => {
      // Without network nothing opens, and the next try asks again.
      if (!known) void load().then(() => setThere(true), () => undefined);
    }, []);
    const Known = known;
    return Known ? <Known {...props} /> : Meanwhile ? <Meanwhile /> : null;
  }
  return Object.assign(Part, { load });
}
