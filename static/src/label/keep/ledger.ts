/**
 * Locks for plain http, where the browser has none: a ledger that all tabs share says who has what.
 *
 * A tab that dies strikes nothing out. So whoever finds a name taken asks its holder; one that does not answer within
 * a second is gone. Nothing is lost if it was only asleep: the server takes each piece of work once, and tells the
 * second of two versions of a conflict.
 */
import { open, transact } from "../../lib/idb";
import { randomKey } from "../../lib/key";
import type { Locks } from "./locks";

export interface Ledger {
  /** Enter `holder` if nobody, or exactly `instead`, stands at the name. Returns who stands there then. */
  enter(name: string, holder: string, instead: string | null): Promise<string>;
  /** Strike out what stands at the name if it is `holder`. */
  strike(name: string, holder: string): Promise<void>;
}

export type Word = { readonly ask: string } | { readonly alive: string } | { readonly free: string };

/** What a tab tells all others; it does not hear itself. */
export interface Voice {
  tell(word: Word): void;
  hear(listener: (word: Word) => void): void;
}

const ANSWER_MS = 1_000;
/** Whoever waits for its turn looks again after this long: the holder may have died without a word. */
const LOOK_AGAIN_MS = 2_000;

export class LedgerLocks implements Locks {
  /** Under which word of one's own -> what. */
  private readonly held = new Map<string, string>();
  private readonly answers = new Map<string, () => void>();
  private readonly waiting = new Set<(name: string) => void>();

  constructor(
    private readonly ledger: Ledger,
    private readonly voice: Voice,
    private readonly answerMs = ANSWER_MS,
  ) {
    voice.hear((word) => this.listen(word));
  }

  async take(name: string): Promise<(() => void) | null> {
    const mine = randomKey();
    // Held from the first moment: another tab may ask before the ledger has answered this one.
    this.held.set(mine, name);
    let holder = await this.ledger.enter(name, mine, null);
    if (holder !== mine && !(await this.isAlive(holder))) holder = await this.ledger.enter(name, mine, holder);
    if (holder === mine) return () => this.release(name, mine);
    this.held.delete(mine);
    return null;
  }

  async alone(name: string, work: () => Promise<void>): Promise<void> {
    let release = await this.take(name);
    while (!release) {
      await this.freed(name);
      release = await this.take(name);
    }
    try {
      await work();
    } finally {
      release();
    }
  }

  /** The page closes: the next one need not find out that nobody answers. */
  leave(): void {
    for (const [mine, name] of this.held) this.release(name, mine);
  }

  private release(name: string, mine: string): void {
    if (!this.held.delete(mine)) return;
    const told = { free: name };
    void this.ledger.strike(name, mine).then(() => {
      this.voice.tell(told);
      this.listen(told);
    });
  }

  private isAlive(holder: string): Promise<boolean> {
    if (this.held.has(holder)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (alive: boolean) => {
        clearTimeout(timer);
        this.answers.delete(holder);
        resolve(alive);
      };
      const timer = setTimeout(() => end(false), this.answerMs);
      this.answers.set(holder, () => end(true));
      this.voice.tell({ ask: holder });
    });
  }

  private freed(name: string): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(heard);
        resolve();
      };
      const heard = (free: string) => free === name && end();
      const timer = setTimeout(end, LOOK_AGAIN_MS);
      this.waiting.add(heard);
    });
  }

  private listen(word: Word): void {
    if ("ask" in word && this.held.has(word.ask)) this.voice.tell({ alive: word.ask });
    else if ("alive" in word) this.answers.get(word.alive)?.();
    else if ("free" in word) for (const heard of [...this.waiting]) heard(word.free);
  }
}

const HOLDERS = "holders";

/** A database of the browser: its writing transactions come one after the other, whichever tab they are from. */
export class DiskLedger implements Ledger {
  private constructor(private readonly db: IDBDatabase) {}

  static async open(): Promise<DiskLedger> {
    return new DiskLedger(await open("biaozhu-locks", 1, (db) => void db.createObjectStore(HOLDERS)));
  }

  async enter(name: string, holder: string, instead: string | null): Promise<string> {
    let stands = holder;
    await transact(this.db, HOLDERS, "relaxed", (store) => {
      const reading = store.get(name) as IDBRequest<string | undefined>;
      reading.onsuccess = () => {
        stands = reading.result ?? holder;
        if (stands === instead) stands = holder;
        if (stands === holder) store.put(holder, name);
      };
    });
    return stands;
  }

  async strike(name: string, holder: string): Promise<void> {
    await transact(this.db, HOLDERS, "relaxed", (store) => {
      const reading = store.get(name) as IDBRequest<string | undefined>;
      reading.onsuccess = () => void (reading.result === holder && store.delete(name));
    });
  }
}

export function voiceOfTabs(): Voice {
  const channel = new BroadcastChannel("biaozhu-locks");
  return {
    tell: (word) => channel.postMessage(word),
    hear: (listener) => {
      channel.onmessage = ({ data }: MessageEvent<Word>) => listener(data);
    },
  };
}
