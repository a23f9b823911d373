/** Where work is kept in the browser until the server has it: IndexedDB, written through to the disk. */
import { answer, open, read, write, writeAll } from "../../lib/idb";
import type { Value } from "../types";
import type { Parcel } from "./parcel";
import { type Patch, patched } from "./patches";

export interface LocalDraft {
  readonly user: number;
  readonly assignment: number;
  readonly value: Value;
  /** The revision the work began from. */
  readonly revision: number;
  readonly seconds: number;
  readonly savedAt: number;
  /** `saved_at` of the server's copy of this very draft; null when the server has an older one, or none. */
  readonly synced: string | null;
  /** Names this very copy, so that patches are put only to the one they were made for. */
  readonly stamp?: string;
}

/** What changed since the copy with this stamp, and since the patches before. */
export interface DraftPatch {
  readonly stamp: string;
  readonly number: number;
  readonly patch: Patch;
  readonly seconds: number;
  readonly savedAt: number;
  readonly synced: string | null;
}

export interface Shelf {
  /** False when nothing outlives the page: private windows of some browsers, a full disk. */
  readonly lasting: boolean;
  parcels(): Promise<Parcel[]>;
  putParcel(parcel: Parcel): Promise<void>;
  removeParcel(id: string): Promise<void>;
  draft(user: number, assignment: number): Promise<LocalDraft | null>;
  putDraft(draft: LocalDraft): Promise<void>;
  /** False when another copy lies there by now, from another tab: then the whole draft is needed. */
  patchDraft(user: number, assignment: number, patch: DraftPatch): Promise<boolean>;
  removeDraft(user: number, assignment: number): Promise<void>;
}

const PARCELS = "parcels";
const DRAFTS = "drafts";
const PATCHES = "patches";

/** A draft with all that changed since it was written. */
function whole(draft: LocalDraft, patches: readonly DraftPatch[]): LocalDraft {
  const last = patches.at(-1);
  if (!last) return draft;
  const value = patches.reduce((sofar, { patch }) => patched(sofar, patch), draft.value);
  return { ...draft, value, seconds: last.seconds, savedAt: last.savedAt, synced: last.synced };
}

function patchesOf(stamp: string): IDBKeyRange {
  return IDBKeyRange.bound([stamp], [stamp, []]);
}

export async function openShelf(): Promise<Shelf> {
  try {
    return new DiskShelf(
      await open("biaozhu", 2, (db) => {
        // The first version had no patches.
        if (!db.objectStoreNames.contains(PARCELS)) db.createObjectStore(PARCELS, { keyPath: "id" });
        if (!db.objectStoreNames.contains(DRAFTS)) db.createObjectStore(DRAFTS, { keyPath: ["user", "assignment"] });
        db.createObjectStore(PATCHES, { keyPath: ["stamp", "number"] });
      }),
    );
  } catch {
    return new MemoryShelf();
  }
}

class DiskShelf implements Shelf {
  readonly lasting = true;

  constructor(private readonly db: IDBDatabase) {}

  parcels(): Promise<Parcel[]> {
    return read(this.db, PARCELS, (store) => store.getAll() as IDBRequest<Parcel[]>);
  }

  async putParcel(parcel: Parcel): Promise<void> {
    await write(this.db, PARCELS, (store) => store.put(parcel));
  }

  async removeParcel(id: string): Promise<void> {
    await write(this.db, PARCELS, (store) => store.delete(id));
  }

  async draft(user: number, assignment: number): Promise<LocalDraft | null> {
    const transaction = this.db.transaction([DRAFTS, PATCHES], "readonly");
    const draft = await answer(transaction.objectStore(DRAFTS).get([user, assignment]) as IDBRequest<LocalDraft | undefined>);
    if (!draft?.stamp) return draft ?? null;
    return whole(draft, await answer(transaction.objectStore(PATCHES).getAll(patchesOf(draft.stamp)) as IDBRequest<DraftPatch[]>));
  }

  async putDraft(draft: LocalDraft): Promise<void> {
    await this.replace(draft.user, draft.assignment, (drafts) => void drafts.put(draft));
  }

  async patchDraft(user: number, assignment: number, patch: DraftPatch): Promise<boolean> {
    let fits = false;
    await writeAll(this.db, [DRAFTS, PATCHES], (transaction) => {
      const reading = transaction.objectStore(DRAFTS).get([user, assignment]) as IDBRequest<LocalDraft | undefined>;
      reading.onsuccess = () => {
        fits = reading.result?.stamp === patch.stamp;
        if (fits) transaction.objectStore(PATCHES).put(patch);
      };
    });
    return fits;
  }

  async removeDraft(user: number, assignment: number): Promise<void> {
    await this.replace(user, assignment, (drafts) => void drafts.delete([user, assignment]));
  }

  /** Put something in the place of a draft; its patches go with it. */
  private replace(user: number, assignment: number, put: (drafts: IDBObjectStore) => void): Promise<void> {
    return writeAll(this.db, [DRAFTS, PATCHES], (transaction) => {
      const drafts = transaction.objectStore(DRAFTS);
      const reading = drafts.get([user, assignment]) as IDBRequest<LocalDraft | undefined>;
      reading.onsuccess = () => {
        if (reading.result?.stamp) transaction.objectStore(PATCHES).delete(patchesOf(reading.result.stamp));
        put(drafts);
      };
    });
  }
}

/** For browsers that store nothing: the page itself is the shelf, and must stay open. */
export class MemoryShelf implements Shelf {
  readonly lasting = false;
  private readonly held = new Map<string, Parcel>();
  private readonly drafts = new Map<string, LocalDraft>();

  async parcels(): Promise<Parcel[]> {
    return [...this.held.values()];
  }

  async putParcel(parcel: Parcel): Promise<void> {
    this.held.set(parcel.id, parcel);
  }

  async removeParcel(id: string): Promise<void> {
    this.held.delete(id);
  }

  async draft(user: number, assignment: number): Promise<LocalDraft | null> {
    return this.drafts.get(`${user}/${assignment}`) ?? null;
  }

  async putDraft(draft: LocalDraft): Promise<void> {
    this.drafts.set(`${draft.user}/${draft.assignment}`, draft);
  }

  async patchDraft(user: number, assignment: number, patch: DraftPatch): Promise<boolean> {
    const draft = this.drafts.get(`${user}/${assignment}`);
    if (!draft || draft.stamp !== patch.stamp) return false;
    await this.putDraft(whole(draft, [patch]));
    return true;
  }

  async removeDraft(user: number, assignment: number): Promise<void> {
    this.drafts.delete(`${user}/${assignment}`);
  }
}
