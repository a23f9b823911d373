/**
 * Names of handles. A point's handle is named "point 0 3" (path 0, point 3), the place behind it where a new one comes
 * out "after 0 3".
 */
export function parsed(handle: string): { kind: string; path: number; point: number } {
  const [kind, path, point] = handle.split(" ");
  return { kind: kind!, path: Number(path), point: Number(point) };
}

/** What pulling a handle gives the name of: a new point has its own from then on. */
export function vertexOf(handle: string): string | null {
  const { kind, path, point } = parsed(handle);
  if (kind === "after") return `point ${path} ${point + 1}`;
  return kind === "point" || kind === "joint" ? handle : null;
}
