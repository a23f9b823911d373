/** Several tabs of one browser: who sends, who works on which task, and word of what changed. */
import { BrowserLocks, type Locks } from "./locks";
import type { Carrier } from "./outbox";

export type News = { readonly shelf: true } | { readonly done: number } | { readonly reopened: number };

export class Tabs {
  private readonly channel: BroadcastChannel | null;

  constructor(
    private readonly locks: Locks,
    heard: (news: News) => void,
  ) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("biaozhu");
    if (this.channel) this.channel.onmessage = ({ data }: MessageEvent<News>) => heard(data);
  }

  tell(news: News): void {
    this.channel?.postMessage(news);
  }

  /** Take a task for this tab until `release` is called or the tab dies; null when another tab has it. */
  take(user: number, assignment: number): Promise<(() => void) | null> {
    return this.locks.take(`biaozhu-task-${user}-${assignment}`);
  }

  /** Run `work` while no other tab does. */
  alone(work: () => Promise<void>): Promise<void> {
    return this.locks.alone("biaozhu-outbox", work);
  }
}

/** The browser's locks, or a ledger over plain http. A browser that stores nothing shares nothing between its tabs. */
export async function openLocks(): Promise<Locks> {
  if (navigator.locks) return new BrowserLocks(navigator.locks);
  try {
    const { DiskLedger, LedgerLocks, voiceOfTabs } = await import("./ledger");
    const locks = new LedgerLocks(await DiskLedger.open(), voiceOfTabs());
    addEventListener("pagehide", (event) => !event.persisted && locks.leave());
    return locks;
  } catch {
    return { take: async () => () => {}, alone: (_, work) => work() };
  }
}

export const pause: Carrier["pause"] = (ms) => {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { done, end };
};
