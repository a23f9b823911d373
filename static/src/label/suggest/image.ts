/** Suggestions on the image: dashed, by the same painter as the shapes they may become. */
import { computed, effect } from "@preact/signals";
import type { Stroke } from "../image/brush";
import { bringIntoSight, overlaps, shown } from "../image/geometry";
import { meant, shapeOf } from "../image/shape";
import type { Stage } from "../image/stage";
import type { Ghosts as Interface, Suggesting, Suggestion } from "../suggested";
import type { Region } from "../types";

/** Their numbers begin far above those of shapes. */
const FIRST = 2 ** 30;

export class Ghosts implements Interface {
  private readonly numbers = new Map<string, number>();
  private seen: ReadonlySet<string> = new Set();
  private readonly endings: (() => void)[];
  private readonly drawn = computed(() => this.suggesting.pending.value.filter(({ field, region }) => region && shapeOf(this.stage.desk, field)));
  readonly current = computed(() => {
    const one = this.suggesting.current.value;
    const kind = one?.region ? shapeOf(this.stage.desk, one.field) : undefined;
    if (!one?.region || !kind) return null;
    return { outline: kind.outline(one.region), look: this.stage.desk.look(one.field, one.region.label), bounds: kind.bounds(one.region) };
  });

  constructor(
    private readonly stage: Stage,
    private readonly suggesting: Suggesting,
  ) {
    this.endings = [effect(() => this.paint()), effect(() => this.reveal())];
  }

  close(): void {
    this.endings.forEach((end) => end());
  }

  pick(x: number, y: number, slack: number): boolean {
    const all = new Map(this.drawn.peek().map((one) => [one.region!, one]));
    const kind = (region: Region) => shapeOf(this.stage.desk, all.get(region)!.field)!;
    const found = meant(kind, [...all.keys()], { x, y }, slack, this.suggesting.current.peek()?.region?.id ?? null);
    if (found) this.suggesting.choose(all.get(found)!.key);
    return found !== null;
  }

  private paint(): void {
    const now = new Map(this.drawn.value.map((one) => [one.key, one]));
    const gone = [...this.seen].filter((key) => !now.has(key)).map((key) => ({ key: this.numberOf(key), style: -1, outline: null }));
    const fresh = [...now.values()].filter((one) => !this.seen.has(one.key) || this.moves(one)).map((one) => this.stroke(one));
    this.seen = new Set(now.keys());
    this.stage.paintGhosts([...gone, ...fresh]);
  }

  private reveal(): void {
    const bounds = this.current.value?.bounds;
    const [view, window] = [this.stage.view.peek(), this.stage.window.peek()];
    if (bounds && !overlaps(bounds, shown(view, window))) this.stage.look(bringIntoSight(view, bounds, window));
  }

  private stroke({ key, field, region }: Suggestion): Stroke {
    const { desk } = this.stage;
    const kind = shapeOf(desk, field)!;
    const style = desk.looks.length + 1 + desk.look(field, region!.label).index;
    return { key: this.numberOf(key), style, outline: kind.outline(region!), pixels: kind.pixels?.(region!) };
  }

  /** What is another in every frame of a film is drawn anew in each. */
  private moves({ field }: Suggestion): boolean {
    return shapeOf(this.stage.desk, field)!.seen !== undefined;
  }

  private numberOf(key: string): number {
    const number = this.numbers.get(key) ?? FIRST + this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }
}
