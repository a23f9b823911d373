/** What has a key on an image because of the shapes that are drawn there. */
import { gettext } from "../../lib/i18n";
import type { Action } from "../../lib/keys";

const image = (id: string, keys: readonly string[], title: () => string): Action => ({ id, scope: "image", keys, title });

export const SHAPE_ACTIONS: readonly Action[] = [
  image("tool-polygon", ["p", "Alt+p"], () => gettext("Draw polygons")),
  image("cut-hole", ["Shift+p"], () => gettext("Cut a hole into the selected polygon")),
  image("tool-polyline", ["y", "Alt+y"], () => gettext("Draw lines")),
  image("tool-points", ["k", "Alt+k"], () => gettext("Place points")),
  image("tool-skeleton", ["j", "Alt+j"], () => gettext("Place the joints of a skeleton")),
  image("tool-ellipse", ["o", "Alt+o"], () => gettext("Draw ellipses")),
  image("snapping", ["Shift+s"], () => gettext("Points snap to shapes and to the edge of the image, or not")),
  image("next-vertex", ["."], () => gettext("Next point of the selected shape; while placing joints: leave one out")),
  image("previous-vertex", [","], () => gettext("Point of the selected shape before")),
  image("add-vertex", ["Insert", ">"], () => gettext("Add a point after the selected one")),
  image("remove-vertex", ["Delete", "Backspace"], () => gettext("Delete the selected point")),
  image("toggle-vertex", ["u", "Alt+u"], () => gettext("The selected joint is hidden, or seen")),
  image("turn-right", ["t", "Alt+t"], () => gettext("Turn the selected shape by 1 degree")),
  image("turn-left", ["Shift+t"], () => gettext("Turn the selected shape back by 1 degree")),
  image("turn-right-far", ["Mod+Shift+ArrowRight"], () => gettext("Turn the selected shape by 15 degrees")),
  image("turn-left-far", ["Mod+Shift+ArrowLeft"], () => gettext("Turn the selected shape back by 15 degrees")),
];
