/** Who among the tabs of one browser has something to itself: a task, or the sending of the outbox. */

export interface Locks {
  /** Take it until `release` is called or the tab dies; null when another has it. */
  take(name: string): Promise<(() => void) | null>;
  /** Run `work` while no other tab does, after waiting for its turn. */
  alone(name: string, work: () => Promise<void>): Promise<void>;
}

/** The browser's own locks; they exist over https and on this machine only. */
export class BrowserLocks implements Locks {
  constructor(private readonly locks: LockManager) {}

  take(name: string): Promise<(() => void) | null> {
    return new Promise((resolve, reject) => {
      this.locks
        .request(name, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null);
          return new Promise<void>((release) => resolve(() => release()));
        })
        .catch(reject);
    });
  }

  async alone(name: string, work: () => Promise<void>): Promise<void> {
    await this.locks.request(name, work);
  }
}
