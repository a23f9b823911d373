// The files a person hands over, each with its folder in front of its name.

export interface Picked {
  name: string;
  file: File;
}

// What systems leave in folders; the server passes over the same.
const LITTER = /(^|\/)(\.[^/]|__MACOSX\/|thumbs\.db$|desktop\.ini$)/i;

export function isLitter(name: string): boolean {
  return LITTER.test(name);
}

/** From a file field; one with `webkitdirectory` knows the folders. */
export function collectPicked(files: Iterable<File>): Picked[] {
  const all = [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
  return all.filter(({ name }) => !isLitter(name));
}

/** From a drop, with all that lies in dropped folders. */
export async function collectDropped(data: DataTransfer): Promise<Picked[]> {
  // The list is emptied once this function yields, so all entries are taken first.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return collectPicked(data.files);
  const found = await Promise.all(entries.map((entry) => walk(entry, "")));
  return found.flat();
}

async function walk(entry: FileSystemEntry, folder: string): Promise<Picked[]> {
  const name = folder + entry.name;
  if (isLitter(name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name, file }];
  }
  const found: Picked[] = [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A browser gives a hundred entries at a time, and an empty list at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await walk(inner, `${name}/`)));
  }
}

export function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) [count, unit] = [count / 1024, unit + 1];
  return `${unit && count < 10 ? count.toFixed(1) : Math.round(count)} ${units[unit]}`;
}

/** Small files together, large ones alone: a request costs more than a few kilobytes do. */
export function batches(files: Picked[], { most = 100, weight = 4 << 20, small = 512 << 10 } = {}): Picked[][] {
  const made: Picked[][] = [];
  let open: Picked[] = [];
  let held = 0;
  for (const one of files) {
    if (one.file.size > small) {
      made.push([one]);
      continue;
    }
    if (open.length === most || held + one.file.size > weight) {
      made.push(open);
      [open, held] = [[], 0];
    }
    open.push(one);
    held += one.file.size;
  }
  if (open.length) made.push(open);
  return made;
}
