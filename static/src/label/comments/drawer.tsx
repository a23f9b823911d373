/** The conversation about the task, beside it: read, said and answered without leaving the keyboard. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { fill, gettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import { show } from "../../lib/keys";
import type { Sounds } from "../../lib/pinyin/all";
import type { Desk } from "../desk";
import { isComposing, toSurface } from "../panels/moving";
import type { Session } from "../session";
import type { Region } from "../types";
import { beside, lineOf } from "./caret";
import { begunAt, called, offered } from "./calling";
import { type Comment, type Person, type Thread, threadOf } from "./thread";

const LONGEST = 2000;
const MOST = 6;

interface Props {
  readonly session: Session;
  readonly desk: Desk;
}

/** Only the marks at regions: the conversation is closed. */
export function Commented({ session, desk }: Props) {
  useEffect(() => void threadOf(session, desk).load(), [desk]);
  return null;
}

export function Drawer({ session, desk }: Props) {
  const thread = threadOf(session, desk);
  const { outbox } = session.parts;
  // Loaded when it is opened, and again when something said here has arrived.
  const under = outbox.parcels.value.filter((parcel) => parcel.task === desk.task.id).length;
  useEffect(() => {
    void thread.load().then(() => thread.read());
  }, [desk, under]);
  const said = thread.said.value;
  const trouble = thread.trouble.value;
  const pending = thread.pending();
  return (
    <section class="talk" aria-label={gettext("Comments")}>
      <header>
        <h2>{gettext("Comments")}</h2>
      </header>
      <ol class="said" aria-live="polite">
        {said.map((comment) => (
          <Said key={comment.id} thread={thread} desk={desk} comment={comment} />
        ))}
        {pending.map((parcel) => (
          <li key={parcel.id}>
            <p class="by">
              <strong>{session.parts.config.user.name}</strong> <About desk={desk} region={String(parcel.body.region ?? "")} />
              {thread.isOnItsWay(parcel) && <span class="muted">{gettext("on its way")}</span>}
            </p>
            <p class="words">{String(parcel.body.body)}</p>
          </li>
        ))}
      </ol>
      {trouble && <p class="hint">{trouble}</p>}
      {!trouble && !said.length && !pending.length && <p class="hint">{gettext("Nothing is said here that you may read yet.")}</p>}
      <Writing key={desk.task.id} thread={thread} desk={desk} />
    </section>
  );
}

function Said({ thread, desk, comment }: { thread: Thread; desk: Desk; comment: Comment }) {
  const done = comment.resolved_at !== null;
  const title = done ? gettext("Take up again") : gettext("Done with");
  return (
    <li class={done ? "resolved" : ""}>
      <p class="by">
        <strong>{comment.author.name}</strong> <About desk={desk} region={comment.region} />
        <time dateTime={comment.created_at}>{when(new Date(comment.created_at))}</time>
        <button type="button" class="mini" title={title} aria-label={title} aria-pressed={done} onClick={() => void thread.resolve(comment)}>
          <Icon name="check" />
        </button>
      </p>
      <p class="words">{comment.body}</p>
    </li>
  );
}

/** The region that a comment is about, where this answer has it. */
function About({ desk, region }: { desk: Desk; region: string }) {
  void desk.sheet.value.value;
  const found = region ? desk.allRegions().find((one) => one.region.id === region) : undefined;
  if (!found) return null;
  return (
    <button type="button" class="link" onClick={() => desk.sheet.select(found.selected)}>
      {named(desk, found.selected.field, found.region)}
    </button>
  );
}

/** The hour of what was said today, else the day. */
function when(at: Date): string {
  const two = (part: number) => `${part}`.padStart(2, "0");
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday
    ? `${two(at.getHours())}:${two(at.getMinutes())}`
    : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function Writing({ thread, desk }: { thread: Thread; desk: Desk }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal("");
  const cursor = useSignal(0);
  const onRegion = useSignal(true);
  const people = useSignal<readonly Person[]>([]);
  const pinyin = useSignal<{ readonly sounds: Sounds } | null>(null);
  const at = useSignal(0);
  const closed = useSignal(false);
  const list = useId();
  const shown = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => void thread.people().then((found) => (people.value = found)), []);
  const selected = desk.sheet.selected.value;
  const region = desk.sheet.find(selected);
  const begun = closed.value ? null : begunAt(text.value, cursor.value);
  const names = begun ? offered(people.value, begun.letters, pinyin.value?.sounds).slice(0, MOST) : [];
  const marked = Math.min(at.value, names.length - 1);
  // Beside the line with the name: what is being written stays in sight.
  useLayoutEffect(() => {
    if (!shown.current || !begun) return;
    const { left, top } = beside(lineOf(field.current!, begun.at), shown.current.getBoundingClientRect());
    Object.assign(shown.current.style, { left: `${left}px`, top: `${top}px` });
  });
  const write = (input: HTMLTextAreaElement) => {
    text.value = input.value;
    cursor.value = input.selectionStart;
    at.value = 0;
    closed.value = false;
    if (input.value.includes("@") && !pinyin.value) void import("../../lib/pinyin/all").then((all) => (pinyin.value = all), () => undefined);
  };
  const call = (person: Person) => {
    const next = called(text.peek(), begun!, person);
    text.value = next.text;
    cursor.value = next.cursor;
    const input = field.current!;
    input.value = next.text;
    input.setSelectionRange(next.cursor, next.cursor);
    input.focus();
  };
  const send = () => {
    const body = text.peek().trim();
    if (!body) return;
    text.value = field.current!.value = "";
    void thread.say(body, region && onRegion.peek() ? region.id : "");
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const { key } = event;
    if (names.length && (key === "ArrowDown" || key === "ArrowUp")) at.value = (marked + (key === "ArrowDown" ? 1 : -1) + names.length) % names.length;
    else if (names.length && (key === "Enter" || key === "Tab") && !event.ctrlKey && !event.metaKey) call(names[marked]!);
    else if (names.length && key === "Escape") closed.value = true;
    else if (key === "Enter" && (event.ctrlKey || event.metaKey)) send();
    else if (key === "Escape") toSurface();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      class="writing"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {region && (
        <label class="switch">
          <input type="checkbox" checked={onRegion.value} onChange={() => (onRegion.value = !onRegion.value)} />
          {fill(gettext("About %(region)s"), { region: named(desk, selected!.field, region) })}
        </label>
      )}
      {names.length > 0 && (
        <ul ref={shown} id={list} role="listbox" class="names" aria-label={gettext("People")}>
          {names.map((person, i) => (
            <li
              key={person.id}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === marked}
              onMouseDown={(event) => {
                event.preventDefault();
                call(person);
              }}
            >
              {person.name} <span class="muted">{person.username}</span>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        rows={3}
        maxLength={LONGEST}
        aria-label={gettext("Comment")}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={names.length > 0}
        aria-controls={list}
        aria-activedescendant={names.length ? `${list}-${marked}` : undefined}
        placeholder={gettext("Say something. @name tells somebody.")}
        onInput={(event) => write(event.currentTarget)}
        onKeyDown={press}
        onKeyUp={(event) => (cursor.value = event.currentTarget.selectionStart)}
        onClick={(event) => (cursor.value = event.currentTarget.selectionStart)}
      />
      <button type="submit" class="button" disabled={!text.value.trim()}>
        {gettext("Say it")} <kbd>{show("Mod+Enter")}</kbd>
      </button>
    </form>
  );
}

function named(desk: Desk, field: string, region: Region): string {
  const of = desk.field(field);
  return `${desk.look(of, region.label).title} ${desk.describe(of, region)}`;
}
