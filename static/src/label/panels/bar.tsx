/** The bar above: where one is, how far one is, and whether everything is saved. */
import { Button } from "../../lib/button";
import { fill, gettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import type { Session } from "../session";
import { Facts, isDescribed } from "./some";
import { Status } from "./status";

interface BarProps {
  readonly session: Session;
  readonly onDecide: () => void;
  readonly guideline: boolean;
  readonly talk: boolean;
  readonly side: boolean;
  readonly onSide: () => void;
}

export function Bar({ session, onDecide, guideline, talk, side, onSide }: BarProps) {
  const { config, keys } = session.parts;
  const labelling = session.labelling.value;
  const progress = session.progress.value;
  const left = Math.max(0, (progress?.open_to_me ?? 0) + (progress?.in_hand ?? 0));
  const unread = session.unread.value;
  const task = session.doc.value?.task;
  return (
    <header class="bar-top">
      <a class="tool" href={config.urls.home} title={gettext("Home")} aria-label={gettext("Home")}>
        <Icon name="house" />
      </a>
      <h1>{labelling?.project.name ?? gettext("Labelling")}</h1>
      {task && <span class="task-name">{task.name || task.external_id}</span>}
      {task && isDescribed(task) && <Facts key={task.id} task={task} keys={keys} />}
      <span class="grow" />
      {progress && (
        <span class="progress">
          {fill(gettext("%(done)s done, %(left)s left"), { done: progress.done_by_me, left })}
          <progress
            max={Math.max(1, progress.done_by_me + left)}
            value={progress.done_by_me}
            aria-label={gettext("My progress")}
          />
        </span>
      )}
      <Status session={session} onDecide={onDecide} />
      {labelling?.guideline && (
        <Button
          icon="bookOpen"
          title={gettext("Guideline")}
          hint={keys.hint("guideline")}
          pressed={guideline}
          onClick={() => keys.run("guideline")}
        />
      )}
      {task && (
        <Button
          icon="message"
          class={unread ? "unread" : ""}
          title={unread ? fill(gettext("Comments, %(count)s for you"), { count: unread }) : gettext("Comments")}
          hint={keys.hint("comments")}
          pressed={talk}
          onClick={() => keys.run("comments")}
        />
      )}
      <Button icon="panelRight" title={gettext("Side panel")} pressed={side} onClick={onSide} />
      <Button icon="keyboard" title={gettext("Keys")} hint={keys.hint("help")} onClick={() => keys.run("help")} />
    </header>
  );
}
