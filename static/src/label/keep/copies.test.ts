import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal } from "../../lib/http";
import type { Region, Value } from "../types";
import { CopyHere, CopyThere, type DraftServer } from "./copies";
import { type Patch, patched } from "./patches";
import { type LocalDraft, MemoryShelf } from "./shelf";

const region = (id: string, text = "a".repeat(60_000)) => ({ id, label: "car", counts: text }) as unknown as Region;
const large = (more: Region[] = []): Value => ({ objects: [...Array.from({ length: 20 }, (_, i) => region(`r${i}`)), ...more] });
const draftOf = (value: Value, synced: string | null = null): LocalDraft => ({
  user: 1,
  assignment: 1,
  value,
  revision: 0,
  seconds: 1,
  savedAt: 1,
  synced,
});

class CountingShelf extends MemoryShelf {
  wholes = 0;
  patches = 0;

  override putDraft(draft: LocalDraft): Promise<void> {
    this.wholes++;
    return super.putDraft(draft);
  }

  override async patchDraft(...patch: Parameters<MemoryShelf["patchDraft"]>): Promise<boolean> {
    const wholes = this.wholes;
    const done = await super.patchDraft(...patch);
    this.wholes = wholes;
    this.patches += Number(done);
    return done;
  }
}

test("of a large draft only what changed is written here, and all of it is read again", async () => {
  const shelf = new CountingShelf();
  const here = new CopyHere(shelf);
  let value = large();
  await here.write(draftOf(value));
  for (let i = 0; i < 5; i++) {
    value = { ...value, objects: [...(value.objects as Region[]), region(`new${i}`, "b")] };
    void here.write(draftOf(value));
  }
  await here.write(draftOf(value, "t1"));
  assert.deepEqual([shelf.wholes, shelf.patches], [1, 6]);
  const kept = await shelf.draft(1, 1);
  assert.deepEqual(kept?.value, value);
  assert.equal(kept?.synced, "t1");
});

test("a small draft is written whole", async () => {
  const shelf = new CountingShelf();
  const here = new CopyHere(shelf);
  await here.write(draftOf({ mood: "good" }));
  await here.write(draftOf({ mood: "bad" }));
  assert.deepEqual([shelf.wholes, shelf.patches], [2, 0]);
});

test("another tab has written in between: the whole draft is written, nothing is mixed", async () => {
  const shelf = new CountingShelf();
  const [mine, theirs] = [new CopyHere(shelf), new CopyHere(shelf)];
  const first = large();
  await mine.write(draftOf(first));
  await theirs.write(draftOf(large([region("theirs")])));
  const next = { objects: [...(first.objects as Region[]), region("mine")] };
  await mine.write(draftOf(next));
  assert.deepEqual((await shelf.draft(1, 1))?.value, next);
});

test("patches that outweigh the draft are folded into it", async () => {
  const shelf = new CountingShelf();
  const here = new CopyHere(shelf);
  let value = large();
  await here.write(draftOf(value));
  for (let i = 0; i < 30; i++) {
    value = { objects: (value.objects as Region[]).map((one) => (one.id === "r3" ? region("r3", "c".repeat(60_000 + i)) : one)) };
    await here.write(draftOf(value));
  }
  assert.equal(shelf.wholes, 2);
  assert.deepEqual((await shelf.draft(1, 1))?.value, value);
});

/** A server that holds one draft, and can lose its answer or say no. */
class Server implements DraftServer {
  value: Value = {};
  savedAt = 0;
  wholes = 0;
  patches = 0;
  loses = false;

  async draft(_assignment: number, value: Value): Promise<string> {
    this.wholes++;
    return this.saved(value);
  }

  async patchDraft(_assignment: number, base: string, patch: Patch): Promise<string> {
    if (base !== `t${this.savedAt}`) throw new Refusal(409, "conflict", "another one");
    this.patches++;
    return this.saved(patched(this.value, patch));
  }

  private saved(value: Value): string {
    this.value = value;
    this.savedAt++;
    if (this.loses) throw new Error("connection lost");
    return `t${this.savedAt}`;
  }
}

test("of a large draft only what changed is sent", async () => {
  const server = new Server();
  const there = new CopyThere(server);
  let value = large();
  await there.send(1, value, 1, false);
  for (let i = 0; i < 3; i++) {
    value = { objects: [...(value.objects as Region[]), region(`new${i}`, "b")] };
    await there.send(1, value, 1, false);
  }
  assert.deepEqual([server.wholes, server.patches], [1, 3]);
  assert.deepEqual(server.value, value);
});

test("a lost answer, another device: the server has the whole draft after the next sending", async () => {
  const server = new Server();
  const there = new CopyThere(server);
  const first = large();
  await there.send(1, first, 1, false);
  server.loses = true;
  const second = { objects: [...(first.objects as Region[]), region("second", "b")] };
  await assert.rejects(there.send(1, second, 1, false));
  server.loses = false;
  const third = { objects: [...second.objects, region("third", "b")] };
  await there.send(1, third, 1, false);
  assert.deepEqual(server.value, third);
  assert.deepEqual([server.wholes, server.patches], [2, 1]);
});

test("a server that is away is not asked for the whole at once", async () => {
  const server = new Server();
  const there = new CopyThere(server);
  const first = large();
  await there.send(1, first, 1, false);
  server.patchDraft = () => Promise.reject(new Refusal(503, "busy", "later"));
  await assert.rejects(there.send(1, { objects: [...(first.objects as Region[]), region("new")] }, 1, false));
  assert.equal(server.wholes, 1);
});
