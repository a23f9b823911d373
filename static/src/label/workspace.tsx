/** The page: a bar above, labels on the left, the image or text in the middle, regions and guideline on the right. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { gettext } from "../lib/i18n";
import { Icon } from "../lib/icons";
import { type Asking, type Dialog, deskKeys, sessionKeys } from "./bindings";
import type { Desk } from "./desk";
import { Warm } from "./image/warm";
import { Actions } from "./panels/actions";
import { Bar } from "./panels/bar";
import { Guideline } from "./panels/guideline";
import { Labels } from "./panels/labels";
import { later } from "./panels/later";
import { Regions } from "./panels/regions";
import { asksOfRegions, Attributes } from "./panels/some";
import { Waiting } from "./panels/waiting";
import type { Session } from "./session";
import { Surface } from "./surface";
import { Tools } from "./tools";
import { DeskPlace, Wings } from "./wings";

const NARROW = 1000;

const Empty = later(async () => (await import("./panels/empty")).Empty, Waiting);
const Help = later(async () => (await import("./panels/help")).Help);
const Drawer = later(async () => (await import("./comments/drawer")).Drawer);
const Commented = later(async () => (await import("./comments/drawer")).Commented);
const Undecided = later(async () => (await import("./panels/undecided")).Undecided);
const Skip = later(async () => (await import("./panels/skip")).Skip);
const DIALOGS = { help: Help, undecided: Undecided, skip: Skip };

export function Workspace({ session }: { session: Session }) {
  const asking = useSignal<Asking>(null);
  const guideline = useSignal(false);
  const talk = useSignal(false);
  const side = useSignal(innerWidth >= NARROW);
  const wings = useMemo(() => new Wings((desk) => <DeskView session={session} desk={desk} guideline={guideline} side={side} talk={talk} />), []);
  useSignalEffect(() => wings.prepare(session.ahead.desk.value));
  const desk = session.desk.value;
  const phase = session.phase.value;
  const { keys } = session.parts;
  /** What is typed until a part is there is meant for it, not for the task. */
  const whenThere = async (part: { load(): Promise<unknown> }, act: () => void) => {
    keys.paused = true;
    try {
      await part.load();
      act();
    } catch {
      session.tellPerson({ sentence: gettext("No connection to the server. Try again when it is back.") });
    } finally {
      keys.paused = false;
    }
  };
  const open = (dialog: Dialog) => whenThere(DIALOGS[dialog], () => (asking.value = dialog));
  useLayoutEffect(
    () =>
      keys.bindAll({
        ...sessionKeys(session, (dialog) => void open(dialog)),
        comments: () => {
          if (talk.value) talk.value = false;
          else void whenThere(Drawer, () => (talk.value = side.value = true));
        },
        guideline: () => {
          guideline.value = !guideline.value;
          if (guideline.value) side.value = true;
        },
      }),
    [],
  );
  useLayoutEffect(() => {
    if (isNewGuideline(session)) guideline.value = true;
  }, [session.labelling.value]);
  useLayoutEffect(() => (desk ? keys.bindAll(deskKeys(desk, session.clipboard)) : undefined), [desk]);
  // After the others: while a suggestion is in question, Esc lets go of that.
  useLayoutEffect(() => (desk?.suggesting ? keys.bindAll(desk.suggesting.keys) : undefined), [desk]);
  // A dialog tells a moment later that it has closed: another one may be open by then.
  const close = (dialog: Dialog) => {
    if (asking.peek() === dialog) asking.value = null;
  };
  return (
    <div class={`workspace ${side.value ? "" : "side-closed"}`}>
      <Bar
        session={session}
        onDecide={() => void open("undecided")}
        guideline={guideline.value}
        talk={talk.value}
        side={side.value}
        onSide={() => void (side.value = !side.value)}
      />
      {desk && phase.name === "working" ? (
        <DeskPlace wings={wings} desk={desk} />
      ) : phase.name === "loading" || phase.name === "working" ? (
        <Waiting />
      ) : (
        <Empty session={session} phase={phase} />
      )}
      <Warm desk={session.ahead.desk.value} />
      <div class="visually-hidden" aria-live="assertive">
        {desk?.said.value}
      </div>
      {asking.value === "help" && <Help session={session} onClose={() => close("help")} />}
      {asking.value === "undecided" && <Undecided session={session} onClose={() => close("undecided")} />}
      {asking.value === "skip" && (
        <Skip
          onClose={() => close("skip")}
          onSkip={(reason, note) => {
            close("skip");
            void session.skip(reason, note);
          }}
        />
      )}
    </div>
  );
}

interface DeskProps {
  readonly session: Session;
  readonly desk: Desk;
  readonly guideline: Signal<boolean>;
  readonly side: Signal<boolean>;
  /** The conversation about the task is open. */
  readonly talk: Signal<boolean>;
}

function DeskView({ session, desk, guideline, side, talk }: DeskProps) {
  const html = guideline.value ? session.labelling.value?.guideline?.html : undefined;
  const withRegions = desk.schema.fields.some((field) => desk.kindOf(field).describe);
  const isHere = session.desk.value === desk;
  const talks = isHere && side.value && talk.value;
  const asks = side.value && (withRegions || html || talks);
  return (
    <>
      <aside class="left" aria-label={gettext("Labels")}>
        <div class="scroll">
          <Labels desk={desk} />
        </div>
        {asksOfRegions(desk.schema) && <Attributes desk={desk} />}
        <Tools desk={desk} />
        <Actions session={session} desk={desk} />
      </aside>
      {isHere && !talks && session.doc.value!.comments.count > 0 && <Commented session={session} desk={desk} />}
      <main>
        <NoticeLine session={session} />
        <Surface desk={desk} />
      </main>
      {asks && (
        <aside class="right" aria-label={gettext("Regions and guideline")}>
          {talks && <Drawer session={session} desk={desk} />}
          {html && <Guideline desk={desk} html={html} />}
          {desk.suggesting && <desk.suggesting.List desk={desk} />}
          {withRegions && <Regions desk={desk} />}
        </aside>
      )}
    </>
  );
}

function NoticeLine({ session }: { session: Session }) {
  const notice = session.notice.value;
  if (!notice) return null;
  return (
    <div class="notice">
      <span>{notice.sentence}</span>
      {notice.action && (
        <button type="button" class="button" onClick={notice.action.run}>
          {notice.action.title}
        </button>
      )}
      <button type="button" class="mini" aria-label={gettext("Close")} onClick={() => session.tellPerson(null)}>
        <Icon name="x" />
      </button>
    </div>
  );
}

/** A guideline the person has not seen in this version opens by itself, once. */
function isNewGuideline(session: Session): boolean {
  const guideline = session.labelling.peek()?.guideline;
  if (!guideline) return false;
  const name = `biaozhu-guideline-${session.parts.config.project}`;
  const isNew = localStorage.getItem(name) !== String(guideline.version);
  localStorage.setItem(name, String(guideline.version));
  return isNew && innerWidth >= NARROW;
}
