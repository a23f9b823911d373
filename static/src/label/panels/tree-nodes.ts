/** Labels as a tree: each may name the one above it. */
import type { Label } from "../types";

export interface Node {
  readonly label: Label;
  readonly below: Node[];
  above: Node | null;
}

/** All nodes by name, each below the label that it names; one that names none, or one that is not there, is a root. */
export function nodesOf(labels: readonly Label[]): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>(labels.map((label) => [label.name, { label, below: [], above: null }]));
  for (const node of nodes.values()) {
    const above = nodes.get(node.label.parent ?? "");
    // A schema that is still being written may lead round in a circle.
    if (!above || wayTo(above).includes(node)) continue;
    node.above = above;
    above.below.push(node);
  }
  return nodes;
}

/** From the root to the node. */
export function wayTo(node: Node | undefined): Node[] {
  return node ? [...wayTo(node.above ?? undefined), node] : [];
}

/** The nodes that are seen: everything below what is open; with `only`, those and what leads to them. */
export function rowsOf(nodes: ReadonlyMap<string, Node>, open: ReadonlySet<string>, only?: ReadonlySet<string>): Node[] {
  const led = only && new Set([...only].flatMap((name) => wayTo(nodes.get(name))));
  const rows: Node[] = [];
  const walk = (list: readonly Node[]) => {
    for (const node of list) {
      if (led && !led.has(node)) continue;
      rows.push(node);
      if (led || open.has(node.label.name)) walk(node.below);
    }
  };
  walk([...nodes.values()].filter((node) => !node.above));
  return rows;
}
