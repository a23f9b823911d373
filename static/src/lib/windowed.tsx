/** A list of any length: only the rows near the window are in the page. All rows have one height. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props<T> {
  readonly items: readonly T[];
  readonly rowHeight: number;
  readonly keyOf: (item: T) => string;
  readonly row: (item: T, index: number) => ComponentChildren;
  /** Row to keep in sight. */
  readonly current: number;
  readonly label: string;
}

const BEYOND = 8;

export function Windowed<T>({ items, rowHeight, keyOf, row, current, label }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 0, count: 40 });
  const look = () => {
    const { scrollTop, clientHeight } = box.current!;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - BEYOND);
    const count = Math.ceil(clientHeight / rowHeight) + 2 * BEYOND;
    if (first !== seen.first || count !== seen.count) setSeen({ first, count });
  };
  useLayoutEffect(look);
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  });
  useEffect(() => {
    const { scrollTop, clientHeight } = box.current!;
    const top = current * rowHeight;
    if (current >= 0 && top < scrollTop) box.current!.scrollTop = top;
    else if (current >= 0 && top + rowHeight > scrollTop + clientHeight) box.current!.scrollTop = top + rowHeight - clientHeight;
  }, [current]);
  const first = Math.max(0, Math.min(seen.first, items.length - 1));
  return (
    <div class="windowed" ref={box} onScroll={look}>
      <ul aria-label={label} style={{ height: `${items.length * rowHeight}px` }}>
        {items.slice(first, first + seen.count).map((item, i) => (
          <li
            key={keyOf(item)}
            style={{ transform: `translateY(${(first + i) * rowHeight}px)`, height: `${rowHeight}px` }}
            aria-setsize={items.length}
            aria-posinset={first + i + 1}
          >
            {row(item, first + i)}
          </li>
        ))}
      </ul>
    </div>
  );
}
