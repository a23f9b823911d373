/**
 * Keys. One table of actions feeds the keyboard, the hints on the buttons and the help; this is how it is read.
 *
 * A stroke is written "Mod+Shift+z", "Alt+ArrowLeft", "?", "b": Mod is Ctrl or ⌘; letters are small; for signs the
 * shift that made them is not written.
 */

export interface Action {
  readonly id: string;
  /** Where it works. Actions whose scopes are open together must not share a stroke. */
  readonly scope: string;
  readonly keys: readonly string[];
  readonly title: () => string;
  /** Its strokes with Mod, and Esc, work in a field that is being written in as well. */
  readonly whileWriting?: boolean;
  /** An action that gets its turn only when these, which share a stroke with it, have nothing to do. */
  readonly after?: readonly string[];
}

/** What to do; false says that there was nothing to do, and the next action with this stroke gets its turn. */
export type Handler = (event: KeyboardEvent) => void | boolean;

export const EVERYWHERE = "everywhere";

/** Signs by the place of their key, for layouts and input methods that put another character there. */
const SIGNS: Record<string, string> = {
  Slash: "/?",
  Equal: "=+",
  Minus: "-_",
  Comma: ",<",
  Period: ".>",
  BracketLeft: "[{",
  BracketRight: "]}",
  Backquote: "`~",
  Semicolon: ";:",
  Quote: "'\"",
  Backslash: "\\|",
};

/** The stroke of a key event, or null when an input method is at work or the key means nothing alone. */
export function strokeOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.keyCode === 229) return null;
  const name = nameOf(event);
  if (!name) return null;
  const sign = name.length === 1 && !/[a-z0-9 ]/.test(name);
  const graph = event.getModifierState?.("AltGraph") ?? false;
  const parts = [
    (event.ctrlKey || event.metaKey) && !graph ? "Mod" : "",
    event.altKey && !graph ? "Alt" : "",
    event.shiftKey && !sign ? "Shift" : "",
    name === " " ? "Space" : name,
  ];
  return parts.filter(Boolean).join("+");
}

function nameOf(event: KeyboardEvent): string | null {
  const { key, code } = event;
  if (["Process", "Dead", "Unidentified", "Control", "Shift", "Alt", "Meta", "AltGraph"].includes(key)) return null;
  if (key.length > 1) return key;
  // Digits by their place as well: Shift+1 is "!" here and something else on the next keyboard.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit && (event.shiftKey || !isAscii(key))) return digit;
  if (isAscii(key)) return key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter?.toLowerCase() ?? SIGNS[code]?.[event.shiftKey ? 1 : 0] ?? null;
}

function isAscii(key: string): boolean {
  return key >= " " && key <= "~";
}

/** Is the person writing here, so that plain keys belong to the text? */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !["radio", "checkbox", "button", "range", "color"].includes(target.type);
}

/** Enter and Space belong to a button that has the focus. */
function isPressing(stroke: string, target: EventTarget | null): boolean {
  if (stroke !== "Enter" && stroke !== "Space") return false;
  return target instanceof Element && target.closest("button, a[href], summary, select") !== null;
}

export class Keys {
  private readonly bound = new Map<string, Handler[]>();
  private readonly byStroke = new Map<string, Action[]>();
  /** Strokes that exist only for the labels of this schema: digit or letter -> what to do. */
  private extra: ReadonlyMap<string, Handler> = new Map();
  /** Single keys can be switched off (WCAG 2.1.4): strokes with Mod or Alt and named keys go on working. */
  plain = true;
  paused = false;
  /** Keys that no label gets unasked. 0 is not among them: a tenth label has it, and the whole image then is Shift+0. */
  readonly taken: ReadonlySet<string>;

  constructor(private readonly actions: readonly Action[]) {
    for (const action of inTurn(actions))
      for (const stroke of action.keys) this.byStroke.set(stroke, [...(this.byStroke.get(stroke) ?? []), action]);
    this.taken = new Set([...this.byStroke.keys()].filter((stroke) => stroke.length === 1 && stroke !== "0"));
  }

  /** Bind what an action does while something is on the screen. Returns how to unbind. */
  bind(id: string, handler: Handler): () => void {
    if (!this.actions.some((action) => action.id === id)) throw new Error(`No action is called ${id}`);
    const handlers = this.bound.get(id) ?? [];
    this.bound.set(id, [...handlers, handler]);
    return () => this.bound.set(id, (this.bound.get(id) ?? []).filter((other) => other !== handler));
  }

  bindAll(handlers: Readonly<Record<string, Handler>>): () => void {
    const unbind = Object.entries(handlers).map(([id, handler]) => this.bind(id, handler));
    return () => unbind.forEach((undo) => undo());
  }

  bindLabels(handlers: ReadonlyMap<string, Handler>): void {
    this.extra = handlers;
  }

  /** Do what the event asks for; true when something was done. */
  handle(event: KeyboardEvent): boolean {
    const stroke = strokeOf(event);
    if (this.paused || !stroke || event.defaultPrevented || document.querySelector("dialog[open]")) return false;
    if (isWriting(event.target) && !this.worksWhileWriting(stroke)) return false;
    if (isPressing(stroke, event.target) || (!this.plain && stroke.length === 1)) return false;
    return this.handlersOf(stroke).some((handler) => {
      if (handler(event) === false) return false;
      event.preventDefault();
      return true;
    });
  }

  private worksWhileWriting(stroke: string): boolean {
    const special = stroke === "Escape" || stroke.startsWith("Mod+");
    return special && (this.byStroke.get(stroke) ?? []).some((action) => action.whileWriting);
  }

  /** Press a button's action from the page: the same way the key would. */
  run(id: string): void {
    const event = new KeyboardEvent("keydown");
    this.bound.get(id)?.toReversed().some((handler) => handler(event) !== false);
  }

  /** The stroke to show at a button: the first that does it now. */
  hint(id: string): string {
    const strokes = this.actions.find((action) => action.id === id)?.keys ?? [];
    return show(strokes.find((stroke) => !this.extra.has(stroke) && (this.plain || stroke.length > 1)) ?? "");
  }

  /** What can be done here, with the strokes that labels leave to it. */
  list(): readonly Action[] {
    const here = this.actions.filter((action) => this.bound.get(action.id)?.length);
    return here.map((action) => ({ ...action, keys: action.keys.filter((stroke) => !this.extra.has(stroke)) }));
  }

  private handlersOf(stroke: string): Handler[] {
    const actions = this.byStroke.get(stroke) ?? [];
    // What was bound last lies on top.
    const handlers = actions.flatMap((action) => (this.bound.get(action.id) ?? []).toReversed());
    const label = this.extra.get(stroke);
    return label ? [label, ...handlers] : handlers;
  }
}

/** Actions in an order in which each comes after those it waits for. */
function inTurn(actions: readonly Action[]): Action[] {
  const done = new Set<string>();
  const order: Action[] = [];
  const visit = (action: Action) => {
    if (done.has(action.id)) return;
    done.add(action.id);
    for (const id of action.after ?? []) {
      const earlier = actions.find((other) => other.id === id);
      if (earlier) visit(earlier);
    }
    order.push(action);
  };
  actions.forEach(visit);
  return order;
}

const NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Delete: "Del",
  Escape: "Esc",
};

/** "Mod+Shift+z" -> "Ctrl+Shift+Z", or "⌘⇧Z" on a Mac. */
export function show(stroke: string, mac = isMac()): string {
  const parts = stroke.split(/\+(?=.)/).map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  if (!mac) return parts.map((part) => (part === "Mod" ? "Ctrl" : part)).join("+");
  const marks: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };
  return parts.map((part) => marks[part] ?? part).join("");
}

function isMac(): boolean {
  return typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
}
