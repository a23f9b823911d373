/** Stretches that belong together: in order, none empty, with something between them. Half-open. */

export type Part = readonly [start: number, end: number];

/** The stretches in order; those that touch or overlap are one. */
export function joined(parts: readonly Part[]): Part[] {
  const found: Part[] = [];
  for (const [start, end] of parts.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && start <= last[1]) found[found.length - 1] = [last[0], Math.max(last[1], end)];
    else if (start < end) found.push([start, end]);
  }
  return found;
}

/** With one more stretch; a stretch that lies inside the parts is taken out of them instead. */
export function toggled(parts: readonly Part[], [start, end]: Part): Part[] {
  if (!parts.some((part) => part[0] <= start && end <= part[1])) return joined([...parts, [start, end]]);
  return parts.flatMap(([first, last]): Part[] =>
    joined([
      [first, Math.min(last, Math.max(first, start))],
      [Math.max(first, Math.min(last, end)), last],
    ]),
  );
}

/** The parts with another first and last border: what lies outside is cut off, the outermost ones reach to the borders. */
export function stretched(parts: readonly Part[], [start, end]: Part): Part[] {
  const inside = parts.filter((part) => part[1] > start && part[0] < end);
  if (!inside.length) return [[start, end]];
  return inside.map((part, i): Part => [
    i === 0 ? start : part[0],
    i === inside.length - 1 ? end : part[1],
  ]);
}
