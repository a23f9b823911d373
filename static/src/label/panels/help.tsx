/** The keys that work now, from the table that makes them work. */
import { useSignal } from "@preact/signals";
import { gettext } from "../../lib/i18n";
import { linesOf } from "../../lib/keylines";
import type { Action } from "../../lib/keys";
import { SCOPES } from "../scopes";
import type { Session } from "../session";
import { Dialog } from "./dialog";

const IMAGE_MOUSE: readonly (readonly [what: () => string, title: () => string])[] = [
  [() => gettext("Wheel"), () => gettext("Zoom about the pointer")],
  [() => gettext("Space + drag, middle button"), () => gettext("Move the image")],
  [() => gettext("Drag, or two clicks"), () => gettext("Draw a shape")],
  [() => gettext("Alt + drag"), () => gettext("Draw over the selected shape")],
  [() => gettext("Click again"), () => gettext("Select the shape below")],
];

const TEXT_MOUSE: typeof IMAGE_MOUSE = [
  [() => gettext("Drag"), () => gettext("Select text")],
  [() => gettext("Two clicks, three clicks"), () => gettext("Select a word, a sentence")],
  [() => gettext("Click again"), () => gettext("Select the longer region here")],
  [() => gettext("Shift + click"), () => gettext("Move the nearer edge of the selected region here")],
];

const TIME_MOUSE: typeof IMAGE_MOUSE = [
  [() => gettext("Drag"), () => gettext("Select a stretch; over its end, move it")],
  [() => gettext("Wheel"), () => gettext("Zoom about the pointer")],
  [() => gettext("Shift + wheel, middle button"), () => gettext("Move along")],
  [() => gettext("Click again"), () => gettext("Select the longer region here")],
  [() => gettext("Alt + drag"), () => gettext("Do not snap to other borders")],
];

const MOUSE: Readonly<Record<string, typeof IMAGE_MOUSE>> = { image: IMAGE_MOUSE, text: TEXT_MOUSE };

export function Help({ session, onClose }: { session: Session; onClose: () => void }) {
  const { keys, api, config } = session.parts;
  const mouse = MOUSE[session.desk.value?.task.media ?? "text"] ?? TIME_MOUSE;
  const plain = useSignal(keys.plain);
  const toggle = () => {
    plain.value = keys.plain = !keys.plain;
    // Without network it holds for this page.
    void api.changeMe({ single_keys: keys.plain }).catch(() => undefined);
  };
  return (
    <Dialog title={gettext("Keys")} onClose={onClose} wide>
      <div class="key-groups">
        <section>
          <h3>{gettext("Labels")}</h3>
          <dl>
            <dt>
              <kbd>1</kbd>–<kbd>9</kbd> <kbd>0</kbd> <kbd>A</kbd>…
            </dt>
            <dd>{gettext("Choose the label that shows this key")}</dd>
          </dl>
        </section>
        {SCOPES.map(([scope, title]) => (
          <Group key={scope} title={title()} actions={keys.list().filter((action) => action.scope === scope)} />
        ))}
        <section>
          <h3>{gettext("Mouse")}</h3>
          <dl>
            {mouse.map(([what, title]) => (
              <Pair key={title()} strokes={[what()]} title={title()} />
            ))}
          </dl>
        </section>
      </div>
      <p class="row">
        <a class="button" href={config.urls.guide} target="_blank" rel="noopener">
          {gettext("Guide for annotators")}
        </a>
        <a class="button" href={config.urls.keys} target="_blank" rel="noopener">
          {gettext("Change keys")}
        </a>
      </p>
      <label class="switch">
        <input type="checkbox" checked={plain.value} onChange={toggle} />
        {gettext("Single keys without Ctrl or Alt do something")}
      </label>
    </Dialog>
  );
}

function Group({ title, actions }: { title: string; actions: readonly Action[] }) {
  if (!actions.length) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {linesOf(actions).map((line) => (
          <Pair key={line.title} strokes={line.strokes} title={line.title} />
        ))}
      </dl>
    </section>
  );
}

function Pair({ strokes, title }: { strokes: readonly string[]; title: string }) {
  return (
    <div>
      <dt>
        {strokes.map((stroke) => (
          <kbd key={stroke}>{stroke}</kbd>
        ))}
      </dt>
      <dd>{title}</dd>
    </div>
  );
}
