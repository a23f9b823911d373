/** The labels of masks, and the tools to paint them with. */
import brush from "lucide-static/icons/brush.svg";
import eraser from "lucide-static/icons/eraser.svg";
import lasso from "lucide-static/icons/lasso.svg";
import bucket from "lucide-static/icons/paint-bucket.svg";
import wand from "lucide-static/icons/wand-sparkles.svg";
import { Button } from "../../../lib/button";
import { fill, gettext } from "../../../lib/i18n";
import type { IconName } from "../../../lib/icons";
import { ACTIONS } from "../../actions";
import type { PanelProps } from "../../kind";
import { Palette } from "../../panels/palette";
import { hand, LARGEST, type MaskTool } from "./hand";

const BUTTONS: readonly (readonly [tool: MaskTool, action: string, icon: IconName])[] = [
  ["brush", "tool-mask", brush],
  ["fill", "mask-fill", bucket],
  ["area", "mask-area", lasso],
  ["smart", "mask-smart", wand],
];

export function MaskPanel(props: PanelProps) {
  const { desk } = props;
  const held = desk.tool.value === "draw" && desk.armed.value?.field.kind === "mask";
  const tool = hand.tool.value;
  const pixels = fill(gettext("%(count)s px"), { count: hand.size.value });
  return (
    <>
      <Palette {...props} />
      <div class="mask-tools" role="toolbar" aria-label={gettext("Painting")}>
        {BUTTONS.map(([name, action, icon]) => (
          <Tool key={name} {...props} action={action} icon={icon} pressed={held && tool === name} />
        ))}
        <Tool {...props} action="mask-erase" icon={eraser} pressed={held && hand.erasing.value} />
      </div>
      {held && tool === "brush" && (
        <label class="mask-slider">
          <span>{gettext("Brush")}</span>
          <input
            type="range"
            min={1}
            max={LARGEST}
            value={hand.size.value}
            onInput={(event) => void (hand.size.value = Number(event.currentTarget.value))}
          />
          <span class="number">{pixels}</span>
        </label>
      )}
      {held && tool === "fill" && (
        <label class="mask-slider">
          <span>{gettext("Tolerance")}</span>
          <input
            type="range"
            min={0}
            max={128}
            value={hand.tolerance.value}
            onInput={(event) => void (hand.tolerance.value = Number(event.currentTarget.value))}
          />
          <span class="number">{hand.tolerance.value}</span>
        </label>
      )}
      {held && <p class="hint">{HINTS[tool]()}</p>}
    </>
  );
}

const HINTS: Readonly<Record<MaskTool, () => string>> = {
  brush: () => gettext("Drag to paint. Enter begins a new region."),
  fill: () => gettext("Click on a colour to fill all of it that is joined."),
  area: () => gettext("Click corners or drag around an area; Enter or a click on the first point fills it."),
  smart: () =>
    gettext("Click on the border of a thing, then further along: the line follows the border. Enter closes and fills it."),
};

function Tool({ desk, action, icon, pressed }: PanelProps & { action: string; icon: IconName; pressed: boolean }) {
  const title = ACTIONS.find(({ id }) => id === action)!.title();
  return <Button icon={icon} title={title} hint={desk.keys.hint(action)} pressed={pressed} onClick={() => desk.keys.run(action)} />;
}
