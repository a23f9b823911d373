/** The painter's thread between two tasks: starting one takes longer than everything else that a new task needs. */

let resting: { readonly worker: Worker; readonly url: string } | null = null;

/** The one that rests, or a new one; null where there are none. */
export function takeThread(url: string): Worker | null {
  if (!url || typeof OffscreenCanvas === "undefined") return null;
  try {
    const worker = resting?.url === url ? resting.worker : new Worker(url, { type: "module" });
    resting = null;
    return worker;
  } catch {
    return null;
  }
}

export function letRest(worker: Worker, url: string): void {
  resting?.worker.terminate();
  worker.onmessage = null;
  // One that could not start, or died, is given up: the next task tries again.
  worker.onerror = () => {
    worker.terminate();
    resting = null;
  };
  resting = { worker, url };
}

/** Start one before the first task is there. */
export function warmUp(url: string): void {
  const worker = resting ? null : takeThread(url);
  if (worker) letRest(worker, url);
}
