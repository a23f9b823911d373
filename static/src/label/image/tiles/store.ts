/** The tiles that are here or on their way. A few at a time, in the order they are wished for; the last seen are kept. */
import { nameOf, type Tile } from "./grid";

const AT_ONCE = 4;
/** Tiles that are kept, if the window does not need more: a megabyte each. */
const KEPT = 96;
const AGAIN_MS = 3000;

export class TileStore {
  /** In the order they were last looked at. */
  private readonly held = new Map<string, ImageBitmap>();
  private readonly coming = new Map<string, AbortController>();
  private readonly failed = new Set<string>();
  private wished: readonly string[] = [];
  private again = 0;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly heard: (name: string, came: boolean) => void,
  ) {}

  get(tile: Tile): ImageBitmap | null {
    const name = nameOf(tile);
    const picture = this.held.get(name);
    if (!picture) return null;
    this.held.delete(name);
    this.held.set(name, picture);
    return picture;
  }

  /** These are seen, or soon: bring what is missing, and nothing that was wished for before. */
  wish(tiles: readonly Tile[]): void {
    this.wished = tiles.map(nameOf);
    const names = new Set(this.wished);
    for (const [name, fetching] of this.coming) if (!names.has(name)) fetching.abort();
    this.next();
    this.forget();
  }

  isComplete(tiles: readonly Tile[]): boolean {
    return tiles.every((tile) => this.held.has(nameOf(tile)));
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    this.coming.forEach((fetching) => fetching.abort());
    this.held.forEach((picture) => picture.close());
    this.held.clear();
  }

  private next(): void {
    for (const name of this.wished) {
      if (this.coming.size >= AT_ONCE) return;
      if (!this.held.has(name) && !this.coming.has(name) && !this.failed.has(name)) void this.bring(name);
    }
  }

  private async bring(name: string): Promise<void> {
    const fetching = new AbortController();
    this.coming.set(name, fetching);
    let picture: ImageBitmap | null = null;
    try {
      const answer = await fetch(`${this.url}/${name}`, { signal: fetching.signal });
      if (answer.ok) picture = await createImageBitmap(await answer.blob());
    } catch {
      // Given up, or the network is gone.
    }
    this.coming.delete(name);
    if (this.closed) return picture?.close();
    if (picture) this.held.set(name, picture);
    else if (!fetching.signal.aborted) this.fail(name);
    if (picture || !fetching.signal.aborted) this.heard(name, picture !== null);
    this.next();
  }

  private fail(name: string): void {
    this.failed.add(name);
    this.again ||= window.setTimeout(() => {
      this.again = 0;
      this.failed.clear();
      this.next();
    }, AGAIN_MS);
  }

  private forget(): void {
    const wished = new Set(this.wished);
    const room = Math.max(KEPT, 2 * wished.size);
    for (const [name, picture] of this.held) {
      if (this.held.size <= room) return;
      if (wished.has(name)) continue;
      picture.close();
      this.held.delete(name);
    }
  }
}
