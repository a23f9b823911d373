import assert from "node:assert/strict";
import { test } from "node:test";
import { type Ledger, LedgerLocks, type Voice, type Word } from "./ledger";

/** One browser with as many tabs as asked for; a dead one neither hears nor speaks. */
class Browser implements Ledger {
  readonly holders = new Map<string, string>();
  private readonly ears: { listener: (word: Word) => void; dead: boolean }[] = [];

  async enter(name: string, holder: string, instead: string | null): Promise<string> {
    await Promise.resolve();
    const stands = this.holders.get(name) ?? holder;
    if (stands !== holder && stands !== instead) return stands;
    this.holders.set(name, holder);
    return holder;
  }

  async strike(name: string, holder: string): Promise<void> {
    if (this.holders.get(name) === holder) this.holders.delete(name);
  }

  tab(): { locks: LedgerLocks; die: () => void } {
    const own = { listener: (_: Word) => {}, dead: false };
    this.ears.push(own);
    const voice: Voice = {
      hear: (listener) => void (own.listener = listener),
      tell: (word) => {
        const others = own.dead ? [] : this.ears.filter((ear) => ear !== own && !ear.dead);
        for (const ear of others) setTimeout(() => ear.listener(word), 1);
      },
    };
    return { locks: new LedgerLocks(this, voice, 300), die: () => void (own.dead = true) };
  }
}

test("one tab has a task until it lets go of it", async () => {
  const browser = new Browser();
  const [first, second] = [browser.tab().locks, browser.tab().locks];
  const release = await first.take("task 1");
  assert.ok(release);
  assert.equal(await second.take("task 1"), null);
  assert.equal(await first.take("task 1"), null);
  assert.ok(await second.take("task 2"));
  release();
  assert.ok(await second.take("task 1"));
});

test("of many tabs that reach for a task at once exactly one gets it", async () => {
  const browser = new Browser();
  const tabs = Array.from({ length: 8 }, () => browser.tab().locks);
  const got = await Promise.all(tabs.map((tab) => tab.take("task 1")));
  assert.equal(got.filter(Boolean).length, 1);
});

test("what a dead tab held is free, and exactly one of those who come gets it", async () => {
  const browser = new Browser();
  const dying = browser.tab();
  assert.ok(await dying.locks.take("task 1"));
  dying.die();
  const tabs = [browser.tab().locks, browser.tab().locks, browser.tab().locks];
  const got = await Promise.all(tabs.map((tab) => tab.take("task 1")));
  assert.equal(got.filter(Boolean).length, 1);
});

test("a page that closes leaves what it held to others", async () => {
  const browser = new Browser();
  const [first, second] = [browser.tab().locks, browser.tab().locks];
  await first.take("task 1");
  await first.take("task 2");
  first.leave();
  assert.ok(await second.take("task 1"));
  assert.deepEqual([...browser.holders.keys()], ["task 1"]);
});

test("work that must be done alone is done in turn, also when it fails", async () => {
  const browser = new Browser();
  let busy = 0;
  let done = 0;
  const work = async () => {
    assert.equal(++busy, 1, "two at once");
    await new Promise((resolve) => setTimeout(resolve, 3));
    busy--;
    done++;
  };
  const tabs = [browser.tab().locks, browser.tab().locks, browser.tab().locks];
  const failing = tabs[0]!.alone("outbox", async () => {
    throw new Error("of its own");
  });
  await assert.rejects(failing, /of its own/);
  await Promise.all(tabs.map((tab) => tab.alone("outbox", work)));
  assert.equal(done, 3);
});
