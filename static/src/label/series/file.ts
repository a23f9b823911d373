/**
 * A packed series, of which only what is seen is brought over the network. How the file is laid out says
 * `projects/series/packing.py`.
 */

interface LevelHead {
  /** Rows that a cell joins. */
  readonly every: number;
  readonly count: number;
  readonly channels: readonly number[];
  readonly times: number | null;
}

interface Head {
  readonly rows: number;
  readonly step: number | null;
  readonly levels: readonly LevelHead[];
  readonly channels: readonly { readonly type: "f4" | "f8"; readonly at: number }[];
  readonly times: number | null;
}

/** The head and the coarse levels come at once. */
const FIRST = 1 << 17;
const BLOCK = 1 << 17;
/** Blocks that are kept, if what is seen does not need more: 64 MB. */
const KEPT = 512;
const AGAIN_MS = 3000;
const MAGIC = 8;

export class SeriesFile {
  private readonly blocks = new Map<number, Uint8Array>();
  private readonly coming = new Set<number>();
  private readonly gone = new AbortController();
  private times: Float64Array | null = null;

  private constructor(
    private readonly url: string,
    private readonly head: Head,
    private readonly start: number,
    /** Something has come. */
    private readonly heard: () => void,
  ) {}

  static async open(url: string, heard: () => void): Promise<SeriesFile> {
    const first = await piece(url, 0, FIRST);
    const length = new DataView(first.buffer).getUint32(MAGIC, true);
    const start = MAGIC + 4 + length;
    const text = start <= first.length ? first.subarray(MAGIC + 4, start) : await piece(url, MAGIC + 4, length);
    const file = new SeriesFile(url, JSON.parse(new TextDecoder().decode(text)) as Head, start, heard);
    file.keep(0, first);
    if (file.head.times !== null) void file.bringTimes(file.head.times);
    return file;
  }

  get rows(): number {
    return this.head.rows;
  }

  /** Rows that the cells of each level join, the finest first. */
  get levels(): readonly number[] {
    return this.head.levels.map(({ every }) => every).reverse();
  }

  close(): void {
    this.gone.abort();
  }

  /** When a row was measured; null while that is not here yet. */
  timeOf(row: number): number | null {
    return this.head.step === null ? (this.times?.[row] ?? null) : row * this.head.step;
  }

  /** The last row at or before a moment, or the first. */
  rowAt(time: number): number {
    const { step, rows } = this.head;
    if (step !== null) return Math.min(Math.max(Math.floor(time / step + 1e-6), 0), rows - 1);
    if (!this.times) return 0;
    let [low, high] = [0, rows];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }

  /** The measurement of a row; null while it is not here yet. */
  value(channel: number, row: number): number | null {
    return this.values(channel, row, row + 1)?.[0] ?? null;
  }

  /** How many digits of its measurements the file holds. */
  digits(channel: number): number {
    return this.head.channels[channel]!.type === "f4" ? 7 : 15;
  }

  /** The measurements of some rows. */
  values(channel: number, from: number, to: number): Float32Array | Float64Array | null {
    const { type, at } = this.head.channels[channel]!;
    const size = type === "f4" ? 4 : 8;
    const bytes = this.bytes(at + from * size, (to - from) * size);
    return bytes && (type === "f4" ? new Float32Array(bytes) : new Float64Array(bytes));
  }

  /** The least and the greatest value of each of some cells, one after the other. */
  cells(every: number, channel: number, from: number, to: number): Float32Array | null {
    const level = this.level(every);
    const bytes = this.bytes(level.channels[channel]! + from * 8, (to - from) * 8);
    return bytes && new Float32Array(bytes);
  }

  private level(every: number): LevelHead {
    return this.head.levels.find((one) => one.every === every)!;
  }

  /** Bytes of the data, or null while some of them are asked for. */
  private bytes(at: number, length: number): ArrayBuffer | null {
    const from = this.start + at;
    const to = from + length;
    const missing: number[] = [];
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) if (!this.blocks.has(block)) missing.push(block);
    if (missing.length) {
      this.bring(missing.filter((block) => !this.coming.has(block)));
      return null;
    }
    const found = new Uint8Array(length);
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      const part = this.touched(block).subarray(Math.max(from - block * BLOCK, 0), to - block * BLOCK);
      found.set(part, Math.max(block * BLOCK - from, 0));
    }
    return found.buffer;
  }

  /** A block that is here; those looked at last are given up last. */
  private touched(block: number): Uint8Array {
    const bytes = this.blocks.get(block)!;
    this.blocks.delete(block);
    this.blocks.set(block, bytes);
    return bytes;
  }

  /** What lies side by side is one request. */
  private bring(blocks: readonly number[]): void {
    for (let i = 0; i < blocks.length; ) {
      let end = i + 1;
      while (end < blocks.length && blocks[end] === blocks[end - 1]! + 1) end++;
      void this.fetch(blocks[i]!, blocks[end - 1]! + 1);
      i = end;
    }
  }

  private async fetch(first: number, after: number): Promise<void> {
    for (let block = first; block < after; block++) this.coming.add(block);
    try {
      this.keep(first, await piece(this.url, first * BLOCK, (after - first) * BLOCK, this.gone.signal));
      this.forget(after - first);
      this.heard();
    } catch {
      // Whoever hears of it looks again, and so asks again.
      if (!this.gone.signal.aborted) setTimeout(this.heard, AGAIN_MS);
    } finally {
      for (let block = first; block < after; block++) this.coming.delete(block);
    }
  }

  private keep(first: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK) this.blocks.set(first + at / BLOCK, bytes.subarray(at, at + BLOCK));
  }

  /** Of what was not looked at for longest, as much as there is too much; never what has just come. */
  private forget(came: number): void {
    for (const block of this.blocks.keys()) {
      if (this.blocks.size <= Math.max(KEPT, 2 * came)) return;
      if (block > 0) this.blocks.delete(block);
    }
  }

  private async bringTimes(at: number): Promise<void> {
    try {
      const bytes = await piece(this.url, this.start + at, this.head.rows * 8, this.gone.signal);
      this.times = new Float64Array(bytes.buffer, bytes.byteOffset, this.head.rows);
      this.heard();
    } catch {
      if (!this.gone.signal.aborted) setTimeout(() => void this.bringTimes(at), AGAIN_MS);
    }
  }
}

async function piece(url: string, from: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  const options = { headers: { Range: `bytes=${from}-${from + length - 1}` }, ...(signal ? { signal } : {}) };
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(String(answer.status));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return answer.status === 206 ? bytes : bytes.slice(from, from + length);
}
