/** What the turns of a dialogue were given, at their heads; only for those that can be seen. */
import type { Desk } from "../desk";
import type { Reader } from "./reader";
import { turnAt } from "./turns";

export class Heads {
  constructor(
    private readonly desk: Desk,
    private readonly reader: Reader,
    private readonly place: HTMLElement,
  ) {}

  draw(): void {
    const { turns, turn } = this.desk;
    if (!turns.length) return;
    const [start, end] = this.reader.visible();
    const [first, last] = [turnAt(turns, start), turnAt(turns, end)];
    const { top } = this.place.getBoundingClientRect();
    const nodes: HTMLElement[] = [];
    for (let number = first; number <= last; number++) {
      const node = this.reader.paragraphOf(turns[number]!.start);
      const labels = this.labels(number);
      if (node && labels.length) nodes.push(row(labels, node.getBoundingClientRect().top - top));
    }
    this.place.replaceChildren(...nodes);
    this.reader.markTurn(turn.peek());
  }

  private labels(number: number): HTMLElement[] {
    const { desk } = this;
    return desk.schema.fields.flatMap((field) => {
      const label = desk.kindOf(field).ofTurn?.(desk, field, number);
      return label ? [chip(desk.look(field, label))] : [];
    });
  }
}

function chip({ title, style }: { title: string; style: { color: string; ink: string } }): HTMLElement {
  const node = document.createElement("span");
  node.className = "turn-label";
  node.textContent = title;
  node.style.background = style.color;
  node.style.color = style.ink;
  return node;
}

function row(labels: readonly HTMLElement[], top: number): HTMLElement {
  const node = document.createElement("div");
  node.className = "turn-labels";
  node.style.transform = `translateY(${top}px)`;
  node.append(...labels);
  return node;
}
