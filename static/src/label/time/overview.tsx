/** All of the time in one line: which part is seen, where the segments and the cursor are. A drag goes elsewhere. */
import { useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { lengthOf } from "./axis";
import type { TimeStage } from "./stage";

/** More segments than these are not drawn apart here. */
const MOST = 2000;

export function Overview({ stage }: { stage: TimeStage }) {
  const line = useRef<HTMLDivElement>(null);
  const goTo = (event: PointerEvent) => {
    if (!event.buttons) return;
    const box = line.current!.getBoundingClientRect();
    const time = ((event.clientX - box.left) / box.width) * stage.duration;
    const half = lengthOf(stage.view.peek()) / 2;
    stage.look({ start: time - half, end: time + half });
  };
  return (
    <div
      ref={line}
      class="time-overview"
      title={gettext("All of it: drag to go elsewhere")}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={goTo}
    >
      <Bars stage={stage} />
      <Window stage={stage} />
      <Cursor stage={stage} />
    </div>
  );
}

const share = (stage: TimeStage, time: number): string => `${(100 * time) / stage.duration}%`;

/* Each apart, so that a cursor that runs, and a window that moves, do not draw a thousand segments anew. */

function Bars({ stage }: { stage: TimeStage }) {
  return (
    <>
      {stage.laid.value.segments.slice(0, MOST).map((one) => (
        <i
          key={`${one.field.name}/${one.region.id}`}
          style={{
            insetInlineStart: share(stage, one.start),
            width: share(stage, one.end - one.start),
            background: one.look.style.color,
          }}
        />
      ))}
    </>
  );
}

function Window({ stage }: { stage: TimeStage }) {
  const { start, end } = stage.view.value;
  return <b style={{ insetInlineStart: share(stage, start), width: share(stage, end - start) }} />;
}

function Cursor({ stage }: { stage: TimeStage }) {
  return <u style={{ insetInlineStart: share(stage, stage.clock.time.value) }} />;
}
