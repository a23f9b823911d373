/** A sentence over the surface, for a moment: what an action did, or why it could not. */
import { useEffect } from "preact/hooks";
import type { Desk } from "../desk";

const TOLD_MS = 6000;

/** `asked`: what the hand is to do next; it stays, and comes first. */
export function Told({ desk, asked = "" }: { desk: Desk; asked?: string }) {
  useEffect(() => {
    const timer = setTimeout(() => (desk.told.value = ""), TOLD_MS);
    return () => clearTimeout(timer);
  }, [desk.told.value]);
  const told = asked || desk.told.value;
  return told ? <p class="told">{told}</p> : null;
}
