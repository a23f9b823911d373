/**
 * Where desks wait to be seen. The desk of the next task is drawn into a place outside the page while the one before
 * is worked on; to show it, its place is put into the page as it is. At most three are there at a time: the one in
 * the page, the next one, and for a moment the one that has just left.
 */
import { type ComponentChildren, render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Desk } from "./desk";

export class Wings {
  private readonly places = new Map<Desk, HTMLElement>();
  private shown: Desk | null = null;
  private next: Desk | null = null;

  constructor(private readonly draw: (desk: Desk) => ComponentChildren) {}

  /** Draw this desk where nobody sees it; none takes the one away that waited. */
  prepare(desk: Desk | null): void {
    this.next = desk;
    if (desk && !this.places.has(desk)) {
      desk.keys.hold();
      render(this.draw(desk), this.placeFor(desk));
    }
    this.tidySoon();
  }

  /** Put a desk into the page; one that was not prepared is drawn there. */
  enter(desk: Desk, page: HTMLElement): void {
    this.shown = desk;
    const known = this.places.get(desk);
    const place = known ?? this.placeFor(desk);
    page.replaceChildren(place);
    if (!known) render(this.draw(desk), place);
    desk.keys.release();
    if (desk.takesFocus) place.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
  }

  leave(desk: Desk): void {
    desk.keys.hold();
    if (this.shown === desk) this.shown = null;
    this.tidySoon();
  }

  private placeFor(desk: Desk): HTMLElement {
    const place = document.createElement("div");
    place.className = "desk";
    this.places.set(desk, place);
    return place;
  }

  /** What is not needed any more is taken down when the next task has been painted. */
  private tidySoon(): void {
    setTimeout(() => {
      for (const [desk, place] of this.places) {
        if (desk === this.shown || desk === this.next) continue;
        this.places.delete(desk);
        render(null, place);
      }
    });
  }
}

export function DeskPlace({ wings, desk }: { wings: Wings; desk: Desk }) {
  const here = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    wings.enter(desk, here.current!);
    return () => wings.leave(desk);
  }, [desk]);
  return <div ref={here} class="desk" />;
}
