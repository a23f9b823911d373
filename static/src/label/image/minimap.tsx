/** A small picture of a large image, with the part that is seen; a press goes there. */
import { fit, type Point, shown } from "./geometry";
import type { Stage } from "./stage";

const SIDE = 160;
/** The part seen must be clearly smaller than the whole. */
const ZOOMED = 1.3;

export function Minimap({ stage }: { stage: Stage }) {
  const { frame, desk } = stage;
  const window = stage.window.value;
  const view = stage.view.value;
  const whole = view.scale < fit(frame, window).scale * ZOOMED;
  if (whole || !desk.sight.settings.value.minimap) return null;
  const scale = SIDE / Math.max(frame.width, frame.height);
  const { left, top, right, bottom } = shown(view, window);
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const seen = {
    transform: `translate(${x * scale}px, ${y * scale}px)`,
    width: `${Math.max(2, (Math.min(right, frame.width) - x) * scale)}px`,
    height: `${Math.max(2, (Math.min(bottom, frame.height) - y) * scale)}px`,
  };
  const go = (event: PointerEvent) => {
    event.stopPropagation();
    if (event.buttons !== 1) return;
    const box = event.currentTarget as HTMLElement;
    if (event.type === "pointerdown") box.setPointerCapture(event.pointerId);
    const { left: x0, top: y0 } = box.getBoundingClientRect();
    centre(stage, { x: (event.clientX - x0) / scale, y: (event.clientY - y0) / scale });
  };
  const asset = desk.task.asset!;
  return (
    <div
      class="minimap"
      aria-hidden="true"
      style={{ width: `${frame.width * scale}px`, height: `${frame.height * scale}px` }}
      onPointerDown={go}
      onPointerMove={go}
    >
      <img src={asset.thumbnail_url ?? asset.url} alt="" draggable={false} />
      <span style={seen} />
    </div>
  );
}

function centre(stage: Stage, { x, y }: Point): void {
  const { scale } = stage.view.peek();
  const middle = stage.middle();
  stage.look({ scale, x: middle.x - x * scale, y: middle.y - y * scale });
}
