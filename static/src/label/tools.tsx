/** The tools below the labels: what the pointer does, undo, and what goes with the medium. */
import { Fragment } from "preact";
import { gettext } from "../lib/i18n";
import type { Desk } from "./desk";
import { shapeOf } from "./image/shape";
import { snapping } from "./image/snap";
import { fieldsWith } from "./kind";
import { SurfaceTools } from "./surface";
import { ToolButton } from "./toolbutton";

export function Tools({ desk }: { desk: Desk }) {
  const shapes = fieldsWith(desk, "shape");
  const kinds = new Map(shapes.toReversed().map((field) => [field.kind, shapeOf(desk, field)!]));
  const held = desk.armed.value?.field.kind;
  return (
    <div class="tools" role="toolbar" aria-label={gettext("Tools")}>
      {shapes.length > 0 && (
        <ToolButton desk={desk} id="tool-select" icon="pointer" pressed={desk.tool.value === "select"} />
      )}
      {[...kinds].map(([name, { tool }]) => (
        <Fragment key={name}>
          <ToolButton
            desk={desk}
            id={tool.action}
            icon={tool.icon}
            pressed={desk.tool.value === "draw" && held === name}
          />
          {tool.also?.map(({ action, icon }) => <ToolButton key={action} desk={desk} id={action} icon={icon} />)}
        </Fragment>
      ))}
      {shapes.length > 0 && <ToolButton desk={desk} id="snapping" icon="magnet" pressed={snapping.value} />}
      <ToolButton desk={desk} id="undo" icon="undo" disabled={!desk.sheet.canUndo.value} />
      <ToolButton desk={desk} id="redo" icon="redo" disabled={!desk.sheet.canRedo.value} />
      <SurfaceTools desk={desk} />
    </div>
  );
}
