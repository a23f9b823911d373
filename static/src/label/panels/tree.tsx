/** Labels to pick from a tree, by mouse, by keys and through the search. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Field } from "../types";
import { LabelText } from "./option";
import { type Node, nodesOf, rowsOf, wayTo } from "./tree-nodes";

/** A small tree is open from the start. */
const SMALL = 24;

interface Props {
  readonly desk: Desk;
  readonly field: Field;
  readonly shown: ReadonlySet<string>;
  readonly picked: ReadonlySet<string>;
  readonly many?: boolean;
  pick(name: string): void;
}

export function Tree({ desk, field, shown, picked, many, pick }: Props) {
  const nodes = useMemo(() => nodesOf(field.labels), [field]);
  const open = useSignal<ReadonlySet<string>>(useMemo(() => firstOpen(nodes, picked), [nodes]));
  const at = useSignal("");
  const list = useRef<HTMLUListElement>(null);
  const follow = useRef(false);
  const searched = shown.size < field.labels.length ? shown : undefined;
  const rows = rowsOf(nodes, open.value, searched);
  const current = rows.find(({ label }) => label.name === at.value) ?? rows.find(({ label }) => picked.has(label.name)) ?? rows[0];
  const leaves = (field as { leaves?: boolean }).leaves === true;
  const toggle = (node: Node, is = !open.value.has(node.label.name)) => {
    const next = new Set(open.value);
    is ? next.add(node.label.name) : next.delete(node.label.name);
    open.value = next;
  };
  const act = (node: Node) => (leaves && node.below.length ? toggle(node) : pick(node.label.name));
  const go = (node: Node | null | undefined) => {
    if (!node) return;
    at.value = node.label.name;
    follow.current = true;
  };
  // What a key chose or the search found may lie in a part that is closed.
  useLayoutEffect(() => {
    const closed = [...picked].flatMap((name) => wayTo(nodes.get(name)).slice(0, -1)).filter(({ label }) => !open.peek().has(label.name));
    if (closed.length) open.value = new Set([...open.peek(), ...closed.map(({ label }) => label.name)]);
  }, [[...picked].join("\n")]);
  useLayoutEffect(() => {
    if (follow.current) list.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
    follow.current = false;
  });
  const press = (event: KeyboardEvent) => {
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const i = rows.indexOf(current);
    const isOpen = open.value.has(current.label.name) && current.below.length > 0;
    const doing: Record<string, () => void> = {
      ArrowDown: () => go(rows[i + 1]),
      ArrowUp: () => go(rows[i - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => (isOpen ? go(current.below[0]) : current.below.length ? toggle(current, true) : undefined),
      ArrowLeft: () => (isOpen ? toggle(current, false) : go(current.above)),
      Enter: () => act(current),
      " ": () => act(current),
    };
    const what = doing[event.key];
    if (!what) return;
    what();
    event.preventDefault();
    event.stopPropagation();
  };
  const ways = [...picked].map((name) => wayTo(nodes.get(name)));
  return (
    <>
      {ways.some((way) => way.length > 1) && (
        <div class="ways">
          {ways.map((way) => (
            <p key={way.at(-1)?.label.name}>{way.map(({ label }) => desk.look(field, label.name).title).join(" › ")}</p>
          ))}
        </div>
      )}
      <ul ref={list} class="tree" role="tree" aria-label={desk.titleOf(field)} aria-multiselectable={many} onKeyDown={press}>
        {rows.map((node) => (
          <Row
            key={node.label.name}
            desk={desk}
            field={field}
            node={node}
            stop={node === current}
            isOpen={searched !== undefined || open.value.has(node.label.name)}
            isPicked={picked.has(node.label.name)}
            onToggle={() => toggle(node)}
            onPick={() => {
              at.value = node.label.name;
              act(node);
            }}
          />
        ))}
        {!rows.length && <li class="hint">{gettext("No label has that name.")}</li>}
      </ul>
    </>
  );
}

interface RowProps {
  readonly desk: Desk;
  readonly field: Field;
  readonly node: Node;
  readonly stop: boolean;
  readonly isOpen: boolean;
  readonly isPicked: boolean;
  onToggle(): void;
  onPick(): void;
}

function Row({ desk, field, node, stop, isOpen, isPicked, onToggle, onPick }: RowProps) {
  const { label, below } = node;
  const depth = wayTo(node).length - 1;
  return (
    <li
      role="treeitem"
      tabIndex={stop ? 0 : -1}
      aria-level={depth + 1}
      aria-expanded={below.length ? isOpen : undefined}
      aria-selected={isPicked}
      class="option"
      style={{ "--depth": depth }}
      title={label.description || undefined}
      onClick={onPick}
    >
      <span
        class={below.length ? (isOpen ? "twig open" : "twig closed") : "twig"}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (below.length) onToggle();
        }}
      >
      </span>
      <LabelText look={desk.look(field, label.name)} />
    </li>
  );
}

function firstOpen(nodes: ReadonlyMap<string, Node>, picked: ReadonlySet<string>): ReadonlySet<string> {
  if (nodes.size <= SMALL) return new Set(nodes.keys());
  return new Set([...picked].flatMap((name) => wayTo(nodes.get(name))).map(({ label }) => label.name));
}
