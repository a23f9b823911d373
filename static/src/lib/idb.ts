/** IndexedDB with promises: the few calls that are needed, nothing else. */

export function open(name: string, version: number, upgrade: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onsuccess = () => {
      // Another tab with newer code must not wait for this one for ever.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("The browser's store is held by an older page; close the other tabs."));
  });
}

export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Run `work` in one transaction; resolves when it is on disk, not merely accepted. */
export function write<T>(db: IDBDatabase, store: string, work: (store: IDBObjectStore) => T): Promise<T> {
  return transact(db, store, "strict", work);
}

/** Run `work` in one transaction over several stores; resolves when it is on disk. */
export async function writeAll(db: IDBDatabase, stores: string[], work: (transaction: IDBTransaction) => void): Promise<void> {
  const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
  work(transaction);
  await ended(transaction);
}

/** Run `work` in one transaction that others see as a whole; with "relaxed" a power cut may undo it. */
export async function transact<T>(
  db: IDBDatabase,
  store: string,
  durability: IDBTransactionDurability,
  work: (store: IDBObjectStore) => T,
): Promise<T> {
  const transaction = db.transaction(store, "readwrite", { durability });
  const result = work(transaction.objectStore(store));
  await ended(transaction);
  return result;
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export function read<T>(db: IDBDatabase, store: string, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return answer(work(db.transaction(store, "readonly").objectStore(store)));
}
