/** The tools of images beside those that draw: zoom, measuring, how the image is shown. */
import maximize from "lucide-static/icons/maximize.svg";
import ruler from "lucide-static/icons/ruler.svg";
import zoomIn from "lucide-static/icons/zoom-in.svg";
import zoomOut from "lucide-static/icons/zoom-out.svg";
import type { Desk } from "../desk";
import { SightButton } from "../panels/sight";
import { ToolButton } from "../toolbutton";

export function ImageTools({ desk }: { desk: Desk }) {
  return (
    <>
      <ToolButton desk={desk} id="zoom-in" icon={zoomIn} />
      <ToolButton desk={desk} id="zoom-out" icon={zoomOut} />
      <ToolButton desk={desk} id="zoom-fit" icon={maximize} />
      <ToolButton desk={desk} id="measure" icon={ruler} pressed={desk.sight.measuring.value} />
      <SightButton desk={desk} />
    </>
  );
}
