import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal, Unreachable } from "../../lib/http";
import { type Carrier, Outbox } from "./outbox";
import { judge, nextOf, type Parcel, patience } from "./parcel";
import { MemoryShelf } from "./shelf";

const parcel = (id: string, assignment: number, more: Partial<Parcel> = {}): Parcel => ({
  id,
  user: 1,
  project: 1,
  assignment,
  name: `task ${assignment}`,
  action: "submit",
  body: {},
  revision: 0,
  madeAt: assignment,
  state: "waiting",
  refusal: null,
  ...more,
});

/** A server that answers as told, and one lock for all tabs. */
class World {
  readonly stored: string[] = [];
  readonly pauses: number[] = [];
  answers: unknown[] = [];
  sendingNow = 0;
  private tail: Promise<void> = Promise.resolve();
  readonly outboxes: Outbox[] = [];

  tab(shelf: MemoryShelf): Outbox {
    const carrier: Carrier = {
      send: (sent) => this.send(sent),
      alone: (work) => (this.tail = this.tail.then(work)),
      tell: () => this.outboxes.forEach((outbox) => void outbox.reload()),
      pause: (ms) => {
        this.pauses.push(ms);
        return { done: Promise.resolve(), end: () => {} };
      },
    };
    const outbox = new Outbox(shelf, 1, carrier);
    this.outboxes.push(outbox);
    return outbox;
  }

  private async send(sent: Parcel): Promise<void> {
    assert.equal(++this.sendingNow, 1, "two tabs send at once");
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.sendingNow--;
    const answer = this.answers.shift();
    // "Lost": the server stored it, the answer never came.
    if ((answer === undefined || answer === "lost") && !this.stored.includes(sent.id)) this.stored.push(sent.id);
    if (answer === "lost") throw new Unreachable("connection lost");
    if (answer instanceof Error) throw answer;
  }
}

async function settled(outbox: Outbox): Promise<void> {
  for (let i = 0; i < 500 && outbox.waiting.value; i++) await new Promise((resolve) => setTimeout(resolve, 2));
}

test("an answer is read for what it means", () => {
  const refusal = (status: number, code = "", detail = {}) => new Refusal(status, code, "sentence", detail);
  const to = (error: unknown, action: Parcel["action"] = "submit") => {
    const verdict = judge(parcel("a", 1, { action }), error);
    return verdict.to === "keep" ? verdict.state : verdict.to;
  };
  assert.equal(to(null), "delivered");
  assert.equal(to(new Unreachable("")), "wait");
  assert.equal(to(new TypeError("a fault of ours is no answer")), "wait");
  for (const status of [500, 502, 503, 504, 429, 408]) assert.equal(to(refusal(status)), "wait");
  assert.equal(to(refusal(401, "not_signed_in")), "sign-in");
  assert.equal(to(refusal(403, "csrf")), "sign-in");
  assert.equal(to(refusal(403, "forbidden")), "refused");
  for (const status of [400, 404, 413, 422]) assert.equal(to(refusal(status)), "refused");
  for (const status of [409, 412]) assert.equal(to(refusal(status)), "conflict");
  assert.equal(to(refusal(409, "conflict", { state: "skipped" }), "skip"), "delivered");
  assert.equal(to(refusal(409, "conflict", { state: "submitted" }), "skip"), "conflict");
});

test("waiting grows from half a second to half a minute", () => {
  assert.deepEqual([1, 2, 3, 7, 50].map((failures) => patience(failures, 1)), [500, 1000, 2000, 30000, 30000]);
  assert.ok(patience(1, 0) >= 375);
});

test("work on one task is sent in its order, and an undecided piece holds back only its own task", () => {
  const early = parcel("a", 1, { madeAt: 1 });
  const late = parcel("b", 1, { madeAt: 2 });
  const other = parcel("c", 2, { madeAt: 3 });
  assert.equal(nextOf([late, other, early])?.id, "a");
  assert.equal(nextOf([{ ...early, state: "conflict" }, late, other])?.id, "c");
  assert.equal(nextOf([{ ...early, state: "refused" }]), null);
});

test("four pieces made while offline arrive once each, in order", async () => {
  const world = new World();
  world.answers = Array(5).fill(new Unreachable("offline"));
  const outbox = world.tab(new MemoryShelf());
  for (const id of [1, 2, 3, 4]) await outbox.post(parcel(`p${id}`, id));
  await settled(outbox);
  assert.deepEqual(world.stored, ["p1", "p2", "p3", "p4"]);
  assert.equal(world.pauses.length, 5);
});

test("a lost answer is asked for again with the same key", async () => {
  const world = new World();
  world.answers = ["lost", undefined];
  const outbox = world.tab(new MemoryShelf());
  await outbox.post(parcel("p1", 1));
  await settled(outbox);
  assert.deepEqual(world.stored, ["p1"]);
  assert.deepEqual(outbox.parcels.value, []);
});

test("a conflict stays with what the server said, and the others go on", async () => {
  const world = new World();
  world.answers = [new Refusal(409, "conflict", "Somebody was first.", { revision: 3, value: { a: 1 } })];
  const outbox = world.tab(new MemoryShelf());
  await outbox.post(parcel("p1", 1));
  await outbox.post(parcel("p2", 2));
  await settled(outbox);
  assert.deepEqual(world.stored, ["p2"]);
  const [kept] = outbox.undecided.value;
  assert.equal(kept?.state, "conflict");
  assert.equal(kept?.refusal?.detail.revision, 3);
  await outbox.resend(kept!, 3);
  await settled(outbox);
  assert.equal(world.stored.length, 2);
  assert.deepEqual(outbox.parcels.value, []);
});

test("what waits behind an undecided piece of its task goes once that is decided", async () => {
  const world = new World();
  world.answers = [new Refusal(409, "conflict", "Somebody was first.", {})];
  const outbox = world.tab(new MemoryShelf());
  await outbox.post(parcel("early", 1, { madeAt: 1 }));
  await settled(outbox);
  await outbox.post(parcel("late", 1, { madeAt: 2 }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(world.stored, []);
  await outbox.discard(outbox.undecided.value[0]!);
  await settled(outbox);
  assert.deepEqual(world.stored, ["late"]);
});

test("signed out: everything stays, and goes after signing in", async () => {
  const world = new World();
  world.answers = [new Refusal(401, "not_signed_in", "Please sign in first.")];
  const outbox = world.tab(new MemoryShelf());
  const seen: string[] = [];
  outbox.sending.subscribe((state) => seen.push(state));
  await outbox.post(parcel("p1", 1));
  await settled(outbox);
  assert.ok(seen.includes("sign-in"));
  assert.deepEqual(world.stored, ["p1"]);
});

test("two tabs send everything once, never at the same time", async () => {
  const world = new World();
  const shelf = new MemoryShelf();
  const tabs = [world.tab(shelf), world.tab(shelf)];
  const ids = Array.from({ length: 20 }, (_, i) => i + 1);
  await Promise.all(ids.map((id) => tabs[id % 2]!.post(parcel(`p${id}`, id))));
  await Promise.all(tabs.map(settled));
  assert.deepEqual(world.stored.toSorted(), ids.map((id) => `p${id}`).toSorted());
});

test("a piece can be taken back until it is sent", async () => {
  const world = new World();
  const outbox = world.tab(new MemoryShelf());
  await outbox.post(parcel("p1", 1, { state: "refused" }));
  assert.equal(await outbox.recall("p1"), true);
  assert.equal(await outbox.recall("p1"), false);
});

test("another person's work on the same machine is neither shown nor sent", async () => {
  const world = new World();
  const outbox = world.tab(new MemoryShelf());
  await outbox.post(parcel("theirs", 1, { user: 2 }));
  await outbox.flush();
  assert.deepEqual(outbox.parcels.value, []);
  assert.deepEqual(world.stored, []);
});

test("a reading that began before a post and ends after it does not keep the post from being sent", async () => {
  const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const run = async (moment: number) => {
    const world = new World();
    const shelf = new MemoryShelf();
    const outbox = world.tab(shelf);
    const read = shelf.parcels.bind(shelf);
    shelf.parcels = async () => {
      const told = await read();
      await rest(20);
      return told;
    };
    await outbox.post(parcel("a", 1));
    await rest(moment);
    await outbox.post(parcel("b", 2));
    await rest(400);
    return world.stored;
  };
  const moments = Array.from({ length: 24 }, (_, i) => 5 * i);
  for (const stored of await Promise.all(moments.map(run))) assert.deepEqual(stored, ["a", "b"]);
});

test("what is under way can be taken back when it does not arrive, and only then", async () => {
  for (const [answer, back] of [[new Unreachable("offline"), true], [undefined, false]] as const) {
    const world = new World();
    world.answers = [answer];
    const outbox = world.tab(new MemoryShelf());
    await outbox.post(parcel("p1", 7));
    while (!world.sendingNow) await new Promise((resolve) => setTimeout(resolve));
    assert.equal(await outbox.recall("p1"), back);
    await settled(outbox);
    assert.deepEqual(world.stored, back ? [] : ["p1"]);
  }
});
