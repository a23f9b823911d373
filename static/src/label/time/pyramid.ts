/**
 * Columns of bytes along the time, at several scales, of which only what is seen is fetched (projects/media/columns.py
 * writes them). What is not there yet is shown from a coarser scale that is.
 */
import { type Signal, signal } from "@preact/signals";

export interface Level {
  /** Columns of the finest level that one of this stands for. */
  readonly scale: number;
  readonly count: number;
  /** Where it begins in the file. */
  readonly at: number;
}

export interface Head {
  readonly kind: string;
  /** Samples a second. */
  readonly rate: number;
  readonly samples: number;
  /** Bytes of a column. */
  readonly width: number;
  /** The coarsest first. */
  readonly levels: readonly Level[];
  readonly [more: string]: unknown;
}

/** Gives the bytes from one place up to another. */
export type Fetch = (from: number, to: number) => Promise<ArrayBuffer>;

/** The first piece holds the header and what is seen of all the time. */
const FIRST = 1 << 18;
const COLUMNS = 2048;
const AGAIN_MS = 2000;
/** Pieces that are remembered. */
const KEPT = 400;

export class Pyramid {
  readonly head: Signal<Head | null> = signal(null);
  /** Counts what has arrived, so that who draws draws again. */
  readonly arrived = signal(0);
  private readonly pieces = new Map<string, Uint8Array | null>();
  private first: Uint8Array | null = null;
  private closed = false;

  constructor(private readonly fetchPiece: Fetch) {}

  async open(): Promise<void> {
    if (this.closed) return;
    try {
      const content = new Uint8Array(await this.fetchPiece(0, FIRST));
      const length = new DataView(content.buffer).getUint32(0, true);
      const head = JSON.parse(new TextDecoder().decode(content.subarray(4, 4 + length))) as Head;
      this.first = content;
      this.head.value = head;
      this.note();
    } catch {
      // Without network what is marked goes on; the picture comes when the network is back.
      if (!this.closed) setTimeout(() => void this.open(), AGAIN_MS);
    }
  }

  close(): void {
    this.closed = true;
  }

  /** The coarsest level that still has a column for each so many finest ones. */
  levelFor(finest: number): Level {
    const { levels } = this.head.peek()!;
    return levels.find(({ scale }) => scale <= finest) ?? levels.at(-1)!;
  }

  /** One column, from this level or from the next coarser one that is there; null before anything is. */
  column(level: Level, n: number): Uint8Array | null {
    const head = this.head.peek()!;
    const from = head.levels.indexOf(level);
    for (let i = from; i >= 0; i--) {
      const one = head.levels[i]!;
      const at = Math.min(Math.floor((n * level.scale) / one.scale), one.count - 1);
      if (at < 0) return null;
      const found = this.stored(one, at, i === from);
      if (found) return found;
    }
    return null;
  }

  private stored(level: Level, n: number, wanted: boolean): Uint8Array | null {
    const { width } = this.head.peek()!;
    const place = level.at + n * width;
    if (this.first && place + width <= this.first.length) return this.first.subarray(place, place + width);
    const piece = Math.floor(n / COLUMNS);
    const name = `${level.scale}/${piece}`;
    const content = this.pieces.get(name);
    if (content === undefined && wanted) void this.load(name, level, piece);
    if (!content) return null;
    const inside = (n - piece * COLUMNS) * width;
    return content.subarray(inside, inside + width);
  }

  private async load(name: string, level: Level, piece: number): Promise<void> {
    const { width } = this.head.peek()!;
    const from = piece * COLUMNS;
    const to = Math.min(from + COLUMNS, level.count);
    this.pieces.set(name, null);
    try {
      this.pieces.set(name, new Uint8Array(await this.fetchPiece(level.at + from * width, level.at + to * width)));
      for (const other of [...this.pieces.keys()].slice(0, -KEPT)) this.pieces.delete(other);
      this.note();
    } catch {
      // It is asked for again when it is looked at again.
      this.pieces.delete(name);
    }
  }

  private note(): void {
    if (!this.closed) this.arrived.value++;
  }
}

/** Pieces of a file by HTTP. */
export function piecesOf(url: string): Fetch {
  return async (from, to) => {
    const response = await fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` }, credentials: "same-origin" });
    if (!response.ok) throw new Error(`${response.status}`);
    const content = await response.arrayBuffer();
    return response.status === 206 ? content : content.slice(from, to);
  };
}
