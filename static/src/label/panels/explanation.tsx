/** What a label means, beside it, while the pointer or the focus is on it: its definition and its examples. */
import { titleIn } from "../../lib/i18n";
import { explained } from "./explain";

export function Explanation({ language }: { language: string }) {
  const now = explained.value;
  if (!now) return null;
  const { label } = now.look;
  const top = `min(${Math.max(8, now.top)}px, calc(100dvh - 220px))`;
  return (
    <div class="explanation" role="tooltip" style={{ left: `min(${now.left}px, calc(100vw - 300px))`, top }}>
      <strong>{titleIn(language, label.title, label.name)}</strong> <code>{label.name}</code>
      {label.description && <p>{label.description}</p>}
      {label.examples && label.examples.length > 0 && (
        <ul>
          {label.examples.map((example) => (
            <li key={example}>{example}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
