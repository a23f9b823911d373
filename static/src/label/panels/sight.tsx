/** The button of how images are looked at; the panel above the tools comes when it is opened. */
import sliders from "lucide-static/icons/sliders-horizontal.svg";
import { useLayoutEffect } from "preact/hooks";
import { Button } from "../../lib/button";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { later } from "./later";

const SightPanel = later(async () => (await import("./sightpanel")).SightPanel);

export function SightButton({ desk }: { desk: Desk }) {
  const { open, settings } = desk.sight;
  const { brightness, contrast, invert } = settings.value;
  const changed = brightness !== 1 || contrast !== 1 || invert;
  useLayoutEffect(() => desk.keys.bind("sight", () => void (open.value = !open.peek())), [desk]);
  return (
    <>
      <Button
        icon={sliders}
        title={gettext("Brightness, contrast and other views")}
        hint={desk.keys.hint("sight")}
        pressed={open.value || changed}
        onClick={() => desk.keys.run("sight")}
      />
      {open.value && <SightPanel desk={desk} />}
    </>
  );
}
