/** The keys of the workspace: each action with its strokes, to be changed, taken away, or put back as they were. */
import { type Signal, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { ask } from "../lib/http";
import { fill, gettext } from "../lib/i18n";
import { Icon } from "../lib/icons";
import { holders, isReserved, type Keymap, remapped } from "../lib/keymap";
import { type Action, show as shown, strokeOf } from "../lib/keys";
import { ACTIONS } from "../label/actions";
import { SCOPES } from "../label/scopes";

interface Own {
  readonly keymap: Keymap;
  readonly single_keys: boolean;
}

/** A stroke was pressed that others have: it may be taken from them. */
interface Claim {
  readonly action: Action;
  readonly stroke: string;
  readonly others: readonly Action[];
}

interface State {
  readonly own: Signal<Own>;
  /** The action whose next stroke is waited for. */
  readonly listening: Signal<string | null>;
  readonly claim: Signal<Claim | null>;
  readonly said: Signal<string>;
  readonly save: (own: Own) => Promise<void>;
}

export function show(place: HTMLElement): void {
  const first = JSON.parse(document.getElementById("own-keys")!.textContent!) as Own;
  const state: State = {
    own: signal(first),
    listening: signal(null),
    claim: signal(null),
    said: signal(""),
    save: (own) => save(place.dataset.keymap!, state, own),
  };
  render(<Keymaps state={state} />, place);
}

/** What is shown is what is stored: a change that does not reach the server is taken back, with the reason. */
async function save(url: string, state: State, own: Own): Promise<void> {
  const before = state.own.peek();
  state.own.value = own;
  state.claim.value = null;
  state.listening.value = null;
  try {
    await ask(url, { method: "PATCH", body: own });
    state.said.value = gettext("Saved.");
  } catch (error) {
    state.own.value = before;
    const reason = error instanceof Error ? error.message : String(error);
    state.said.value = fill(gettext("This was not saved: %(reason)s"), { reason });
  }
}

function Keymaps({ state }: { state: State }) {
  const { own, said } = state;
  useEffect(() => listen(state), []);
  const actions = remapped(ACTIONS, own.value.keymap);
  const changed = Object.keys(own.value.keymap).length > 0;
  return (
    <div class="stack keymap">
      <div class="row">
        <label class="switch">
          <input
            type="checkbox"
            checked={own.value.single_keys}
            onChange={() => void state.save({ ...own.value, single_keys: !own.value.single_keys })}
          />
          {gettext("Single keys without Ctrl or Alt do something")}
        </label>
        <button
          type="button"
          class="button"
          disabled={!changed}
          onClick={() => void state.save({ ...own.value, keymap: {} })}
        >
          {gettext("All keys as they were")}
        </button>
        <span role="status">{said.value}</span>
      </div>
      {SCOPES.map(([scope, title]) => (
        <Scope key={scope} state={state} title={title()} actions={actions.filter((action) => action.scope === scope)} />
      ))}
    </div>
  );
}

function Scope({ state, title, actions }: { state: State; title: string; actions: readonly Action[] }) {
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
      </header>
      <table>
        <thead>
          <tr>
            <th>{gettext("Action")}</th>
            <th>{gettext("Keys")}</th>
            <th>{gettext("Changed")}</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <Row key={action.id} state={state} action={action} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ state, action }: { state: State; action: Action }) {
  const isListening = state.listening.value === action.id;
  const claim = state.claim.value?.action.id === action.id ? state.claim.value : null;
  const isOwn = action.id in state.own.value.keymap;
  const name = nameOf(action);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <div class="row">
          {action.keys.map((stroke) => (
            <span class="stroke" key={stroke}>
              <kbd>{shown(stroke)}</kbd>
              <button
                type="button"
                class="mini"
                aria-label={fill(gettext("Take %(key)s from “%(action)s”"), { key: shown(stroke), action: name })}
                onClick={() => void give(state, action, action.keys.filter((other) => other !== stroke))}
              >
                <Icon name="x" />
              </button>
            </span>
          ))}
          <button
            type="button"
            class="button small"
            aria-label={fill(gettext("Add a key for “%(action)s”"), { action: name })}
            aria-pressed={isListening}
            onClick={() => begin(state, isListening ? null : action.id)}
          >
            {isListening ? gettext("Press the key (Esc cancels)") : gettext("Add a key")}
          </button>
        </div>
        {claim && <Taken state={state} claim={claim} />}
      </td>
      <td class="num">
        {isOwn && (
          <button type="button" class="button small" onClick={() => void reset(state, action)}>
            {gettext("As it was")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Two actions cannot share a stroke: who has it is named, and whose it shall be is decided here. */
function Taken({ state, claim: { action, stroke, others } }: { state: State; claim: Claim }) {
  const values = { one: nameOf(action), other: others.map(nameOf).join("”, “"), key: shown(stroke) };
  return (
    <div class="row notice" role="alert">
      <span>{fill(gettext("“%(one)s” and “%(other)s” would share %(key)s."), values)}</span>
      <button type="button" class="button small" onClick={() => void take(state, action, stroke, others)}>
        {fill(gettext("Take it from “%(other)s”"), values)}
      </button>
      <button type="button" class="button small" onClick={() => begin(state, action.id)}>
        {gettext("Another key")}
      </button>
    </div>
  );
}

function begin(state: State, id: string | null): void {
  state.claim.value = null;
  state.said.value = "";
  state.listening.value = id;
}

/** While a row waits for its key, every stroke is that key and nothing else. */
function listen(state: State): () => void {
  const hear = (event: KeyboardEvent) => {
    const id = state.listening.peek();
    if (!id) return;
    const stroke = strokeOf(event);
    if (!stroke) return;
    event.preventDefault();
    event.stopPropagation();
    if (stroke === "Escape") begin(state, null);
    else offer(state, id, stroke);
  };
  addEventListener("keydown", hear, { capture: true });
  return () => removeEventListener("keydown", hear, { capture: true });
}

function offer(state: State, id: string, stroke: string): void {
  const actions = remapped(ACTIONS, state.own.peek().keymap);
  const action = actions.find((one) => one.id === id)!;
  if (isReserved(stroke)) {
    const text = gettext("%(key)s belongs to the browser, to input methods or to the image. Choose another key.");
    state.said.value = fill(text, { key: shown(stroke) });
    return;
  }
  if (action.keys.includes(stroke)) return begin(state, null);
  const others = holders(actions, action, stroke);
  if (others.length) {
    state.listening.value = null;
    state.claim.value = { action, stroke, others };
  } else void give(state, action, [...action.keys, stroke]);
}

function give(state: State, action: Action, strokes: readonly string[]): Promise<void> {
  const own = state.own.peek();
  return state.save({ ...own, keymap: { ...own.keymap, [action.id]: strokes } });
}

function take(state: State, action: Action, stroke: string, others: readonly Action[]): Promise<void> {
  const own = state.own.peek();
  const without = others.map((other) => [other.id, other.keys.filter((key) => key !== stroke)] as const);
  const keymap = { ...own.keymap, ...Object.fromEntries(without), [action.id]: [...action.keys, stroke] };
  return state.save({ ...own, keymap });
}

/** Its keys as they come; those that have been given to other actions meanwhile are theirs. */
function reset(state: State, action: Action): Promise<void> {
  const own = state.own.peek();
  const { [action.id]: _gone, ...keymap } = own.keymap;
  return state.save({ ...own, keymap });
}

const WAYS: Readonly<Record<string, string>> = { left: "←", right: "→", up: "↑", down: "↓" };

/** Actions for the four directions have one title. */
function nameOf(action: Action): string {
  const way = WAYS[action.id.split("-").at(-1)!];
  const [prefix] = action.id.split(/-(?:left|right|up|down)$/);
  return way && prefix !== action.id ? `${action.title()} ${way}` : action.title();
}
