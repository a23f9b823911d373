/** The details of the task, below a button in the bar. */
import info from "lucide-static/icons/info.svg";
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import type { Keys } from "../../lib/keys";
import { factsOf, partsOf } from "../facts";
import type { Task } from "../types";

export function Facts({ task, keys }: { task: Task; keys: Keys }) {
  const details = useRef<HTMLDetailsElement>(null);
  const facts = factsOf(task);
  useLayoutEffect(() => keys.bind("facts", () => (details.current ? void details.current.toggleAttribute("open") : false)), []);
  if (!facts.length) return null;
  const title = gettext("Details of the task");
  return (
    <details ref={details} class="facts">
      <summary class="tool" title={`${title} (${keys.hint("facts")})`} aria-label={title}>
        <Icon name={info} />
      </summary>
      <dl tabIndex={0} aria-label={title}>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {partsOf(value).map((part) =>
                typeof part === "string" ? (
                  part
                ) : (
                  <a key={part.href} href={part.href} target="_blank" rel="noopener noreferrer">
                    {part.href}
                  </a>
                ),
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
