/** One line that says where the work is. A screen reader hears it when it changes. */
import { useComputed } from "@preact/signals";
import { fill, gettext, ngettext } from "../../lib/i18n";
import { Icon, type IconName } from "../../lib/icons";
import { online } from "../online";
import type { Session } from "../session";

interface Line {
  readonly icon: IconName;
  readonly text: string;
  readonly tone: "ok" | "warn" | "danger";
  readonly act?: "sign-in" | "decide";
}

export function Status({ session, onDecide }: { session: Session; onDecide: () => void }) {
  const line = useComputed(() => read(session)).value;
  const { signin } = session.parts.config.urls;
  return (
    <div class={`status ${line.tone}`} role="status" aria-live="polite">
      <Icon name={line.icon} />
      {line.act === "sign-in" ? (
        <a href={signin} target="_blank" rel="opener">
          {line.text}
        </a>
      ) : line.act === "decide" ? (
        <button type="button" class="link" onClick={onDecide}>
          {line.text}
        </button>
      ) : (
        <span>{line.text}</span>
      )}
    </div>
  );
}

function read({ parts: { outbox, shelf } }: Session): Line {
  const waiting = outbox.waiting.value;
  const undecided = outbox.undecided.value.length;
  const count = fill(ngettext("%(count)s waiting", "%(count)s waiting", waiting), { count: waiting });
  if (outbox.sending.value === "sign-in") {
    const text = fill(gettext("Signed out, %(count)s. Sign in in a new tab"), { count });
    return { icon: "cloudAlert", tone: "danger", act: "sign-in", text };
  }
  if (undecided) {
    const text = ngettext("%(count)s submission needs you", "%(count)s submissions need you", undecided);
    return { icon: "cloudAlert", tone: "danger", act: "decide", text: fill(text, { count: undecided }) };
  }
  if (!shelf.lasting && waiting) {
    const text = fill(gettext("%(count)s. Keep this page open: the browser stores nothing"), { count });
    return { icon: "cloudAlert", tone: "danger", text };
  }
  if (!online.value || outbox.sending.value === "waiting") {
    const text = waiting ? fill(gettext("Offline, %(count)s, safe on this device"), { count }) : gettext("Offline, saved on this device");
    return { icon: "cloudOff", tone: "warn", text };
  }
  if (waiting) return { icon: "cloudUpload", tone: "warn", text: count };
  return { icon: "cloudCheck", tone: "ok", text: gettext("All changes saved") };
}
