/** The way back: own finished work, oldest first. What was before this session comes from the server when asked for. */
import type { Api } from "./api";

const TO_GO_BACK_TO = new Set(["submitted", "skipped", "returned"]);

export class Trail {
  private ids: number[] = [];
  private complete = false;

  constructor(private readonly api: Pick<Api, "work">) {}

  add(id: number): void {
    if (!this.ids.includes(id)) this.ids.push(id);
  }

  /** The task finished before this one; before none in particular: the last. */
  async before(id: number | null): Promise<number | null> {
    const known = this.find(id);
    if (known !== null || this.complete) return known;
    await this.load();
    return this.find(id);
  }

  private find(id: number | null): number | null {
    const at = id === null ? -1 : this.ids.indexOf(id);
    return (at < 0 ? this.ids.at(-1) : this.ids[at - 1]) ?? null;
  }

  private async load(): Promise<void> {
    const { results } = await this.api.work();
    const older = results.filter((work) => TO_GO_BACK_TO.has(work.state)).map((work) => work.id);
    this.ids = [...older.reverse().filter((id) => !this.ids.includes(id)), ...this.ids];
    this.complete = true;
  }
}
