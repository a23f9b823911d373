/**
 * The films of the tasks that come next, fetched whole while a person works on the one before, so that they are there
 * without network too. Long ones are not: those are fetched piece by piece when they are there to be seen.
 */
import type { Asset, Task } from "../types";

/** Bytes. With five tasks ahead it is a hundred megabytes at most, which a browser keeps on its disk. */
const MOST = 16 << 20;

const films = new Map<number, string>();
let fetching: AbortController | null = null;

/** Where the film is fetched from: this device, when it is there already. */
export function addressOf({ id, url }: Asset): string {
  return films.get(id) ?? url;
}

/** Have these there, the first one first, beside that of the task on the desk; let go of all others. */
export function fetchAhead(next: readonly Task[], now: Task | undefined): void {
  const wanted = next.flatMap(({ asset }) => (asset ? [asset] : []));
  const kept = new Set([now?.asset?.id, ...wanted.map(({ id }) => id)]);
  for (const [id, address] of films) {
    if (kept.has(id)) continue;
    URL.revokeObjectURL(address);
    films.delete(id);
  }
  fetching?.abort();
  fetching = new AbortController();
  void fetchAll(wanted, fetching.signal);
}

/** One after the other: the film on the desk must not wait for any of them. */
async function fetchAll(wanted: readonly Asset[], signal: AbortSignal): Promise<void> {
  for (const { id, url, bytes } of wanted) {
    if (films.has(id) || !url || !bytes || bytes > MOST) continue;
    try {
      const response = await fetch(url, { signal, priority: "low" });
      const film = response.ok ? await response.blob() : null;
      if (film && !signal.aborted) films.set(id, URL.createObjectURL(film));
    } catch {
      // Fetched when it is on the desk, then.
      return;
    }
  }
}
