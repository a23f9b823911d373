/** Writing the settled answer of a task: the workspace on one task, begun from anybody's answer, sent with a reason. */
import { type Signal, signal, useSignal } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { Button } from "../lib/button";
import { ask, Refusal, useToken } from "../lib/http";
import { fill, gettext } from "../lib/i18n";
import { remapped, type Keymap } from "../lib/keymap";
import { Keys } from "../lib/keys";
import { ACTIONS } from "../label/actions";
import { deskKeys } from "../label/bindings";
import { copyAll } from "../label/copying";
import { Desk } from "../label/desk";
import { loadKinds } from "../label/kind";
import { Attributes } from "../label/panels/attributes";
import { Labels } from "../label/panels/labels";
import { Regions } from "../label/panels/regions";
import { loadSurface, Surface } from "../label/surface";
import { Tools } from "../label/tools";
import type { SchemaBody, Task, Value } from "../label/types";

const NARROW = 1000;

interface Answer {
  readonly name: string;
  readonly person: string;
  readonly value: Value;
}

/** What the page prints for the script: element `settle-config`. */
interface Config {
  readonly task: Task;
  readonly schema: { readonly id: number; readonly body: SchemaBody };
  readonly guideline: string;
  readonly language: string;
  readonly csrf: string;
  readonly worker: string;
  readonly eye: string;
  readonly keymap: Keymap;
  readonly single_keys: boolean;
  /** Of the decisions on this task: another one meanwhile is a conflict. */
  readonly revision: number;
  readonly settled: Value | null;
  readonly answers: readonly Answer[];
  readonly send: string;
  readonly next: string;
}

/** What is on its way, and what came back. */
class Decision {
  readonly reason = signal("");
  readonly said = signal("");
  readonly sending = signal(false);
  private sent = false;

  constructor(
    readonly config: Config,
    readonly desk: Desk,
  ) {
    addEventListener("beforeunload", (event) => {
      if (!this.sent && desk.sheet.canUndo.peek()) event.preventDefault();
    });
  }

  /** Begin from this answer; undo brings back what was there. */
  begin(value: Value): void {
    this.desk.sheet.replace(value);
  }

  /** Add what this answer has more, and what is not answered yet. */
  add(value: Value): void {
    copyAll(this.desk, value);
  }

  async settle(): Promise<void> {
    if (this.sending.peek() || !this.desk.check()) return;
    if (!this.reason.peek().trim()) {
      this.said.value = gettext("Give a reason: it is what annotators learn from, and what an auditor reads.");
      return void document.querySelector<HTMLElement>("#settle-reason")?.focus();
    }
    this.sending.value = true;
    const headers = { "If-Match": `"${this.config.revision}"` };
    const body = { value: this.desk.sheet.value.peek(), schema: this.config.schema.id, reason: this.reason.peek() };
    try {
      await ask(this.config.send, { method: "POST", headers, body });
      this.sent = true;
      location.assign(this.config.next);
    } catch (error) {
      this.sending.value = false;
      this.said.value = error instanceof Refusal ? error.message : gettext("No connection. What you did is still here: try again.");
    }
  }
}

function Page({ decision, keys }: { decision: Decision; keys: Keys }) {
  const { desk, config } = decision;
  useLayoutEffect(() => keys.bindAll({ ...deskKeys(desk, { held: null }), submit: () => void decision.settle() }), []);
  const withRegions = desk.schema.fields.some((field) => desk.kindOf(field).describe);
  const beside = withRegions || config.guideline !== "";
  const side = useSignal(innerWidth >= NARROW);
  return (
    <div class="workspace">
      <header class="bar-top">
        <h1>{fill(gettext("Settle %(task)s"), { task: config.task.name })}</h1>
        <Beginnings decision={decision} />
        <span class="grow" />
        {beside && (
          <Button
            icon="panelRight"
            title={gettext("Side panel")}
            pressed={side.value}
            onClick={() => void (side.value = !side.value)}
          />
        )}
        <a class="button small" href={config.next}>
          {gettext("Cancel")}
        </a>
      </header>
      <aside class="left" aria-label={gettext("Labels")}>
        <div class="scroll">
          <Labels desk={desk} />
        </div>
        <Attributes desk={desk} />
        <Tools desk={desk} />
        <Reason decision={decision} keys={keys} />
      </aside>
      <main>
        <Said said={decision.said} />
        <Surface desk={desk} />
      </main>
      {side.value && beside && (
        <aside class="right" aria-label={gettext("Regions and guideline")}>
          {withRegions && <Regions desk={desk} />}
          {config.guideline && (
            <section class="guideline" tabIndex={0} aria-label={gettext("Guideline")}>
              {/* The server renders it from Markdown and removes everything but plain formatting. */}
              <div class="prose" dangerouslySetInnerHTML={{ __html: config.guideline }} />
            </section>
          )}
        </aside>
      )}
      <div class="visually-hidden" aria-live="assertive">
        {desk.said.value}
      </div>
    </div>
  );
}

/** Everybody's answers: a click begins from one, with Shift it adds what that one has more. */
function Beginnings({ decision }: { decision: Decision }) {
  const { answers } = decision.config;
  if (!answers.length) return null;
  const take = (event: MouseEvent, value: Value) => (event.shiftKey ? decision.add(value) : decision.begin(value));
  return (
    <div class="row beginnings" role="group" aria-label={gettext("Begin from")}>
      <span class="task-name">{gettext("Begin from")}</span>
      {answers.map(({ name, value }) => (
        <button
          key={name}
          type="button"
          class="button small"
          title={gettext("Begin from this answer. With Shift: add what it has more.")}
          onClick={(event) => take(event, value)}
        >
          {name}
        </button>
      ))}
      <button type="button" class="button small" onClick={() => answers.forEach(({ value }) => decision.add(value))}>
        {gettext("all together")}
      </button>
      <button type="button" class="button small" onClick={() => decision.begin({})}>
        {gettext("an empty answer")}
      </button>
    </div>
  );
}

function Reason({ decision, keys }: { decision: Decision; keys: Keys }) {
  return (
    <div class="actions settle-reason">
      <label for="settle-reason">{gettext("Reason")}</label>
      <textarea
        id="settle-reason"
        rows={3}
        maxLength={2000}
        value={decision.reason.value}
        onInput={(event) => void (decision.reason.value = event.currentTarget.value)}
      />
      <button
        type="button"
        class="button primary"
        disabled={decision.sending.value}
        title={keys.hint("submit")}
        onClick={() => void decision.settle()}
      >
        {gettext("Settle on this answer")} <kbd>{keys.hint("submit")}</kbd>
      </button>
    </div>
  );
}

function Said({ said }: { said: Signal<string> }) {
  if (!said.value) return null;
  return (
    <div class="notice" role="alert">
      <span>{said.value}</span>
    </div>
  );
}

async function main(): Promise<void> {
  const config = JSON.parse(document.getElementById("settle-config")!.textContent!) as Config;
  useToken(config.csrf);
  const schema = config.schema.body;
  const [kinds] = await Promise.all([loadKinds(schema.fields.map((field) => field.kind)), loadSurface(schema.media)]);
  const keys = new Keys(remapped(ACTIONS, config.keymap));
  keys.plain = config.single_keys;
  const setting = { schema, kinds, language: config.language, worker: config.worker, eye: config.eye, keys, takesFocus: true };
  const desk = new Desk(setting, config.task, config.settled ?? config.answers[0]?.value ?? {});
  desk.takeLabelKeys();
  addEventListener("keydown", (event) => void keys.handle(event));
  render(<Page decision={new Decision(config, desk)} keys={keys} />, document.getElementById("label-root")!);
}

void main();
