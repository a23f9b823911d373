/** The tools of a text: whole words, equal strings, further parts, the size of the letters. */
import letterSmaller from "lucide-static/icons/a-arrow-down.svg";
import letterLarger from "lucide-static/icons/a-arrow-up.svg";
import relation from "lucide-static/icons/cable.svg";
import equal from "lucide-static/icons/equal.svg";
import listPlus from "lucide-static/icons/list-plus.svg";
import wholeWord from "lucide-static/icons/whole-word.svg";
import { Button } from "../../lib/button";
import { gettext } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import { TEXT_ACTIONS } from "./actions";
import { SIZES, snapping, textSize } from "./preferences";

export function TextTools({ desk }: { desk: Desk }) {
  const withRegions = fieldsWith(desk, "passage").length > 0;
  const selected = desk.sheet.selected.value !== null;
  return (
    <>
      {withRegions && (
        <>
          <Tool desk={desk} id="snap-words" icon={wholeWord} pressed={snapping.value} />
          <Tool desk={desk} id="label-equal" icon={equal} disabled={!selected} />
          <Tool desk={desk} id="add-part" icon={listPlus} disabled={!selected || !desk.passage.value} />
        </>
      )}
      {fieldsWith(desk, "link").length > 0 && (
        <Tool desk={desk} id="link" icon={relation} pressed={desk.link.value !== null} />
      )}
      <Tool desk={desk} id="text-smaller" icon={letterSmaller} disabled={textSize.value === SIZES[0]} />
      <Tool desk={desk} id="text-larger" icon={letterLarger} disabled={textSize.value === SIZES.at(-1)} />
    </>
  );
}

interface Props {
  readonly desk: Desk;
  readonly id: string;
  readonly icon: IconName;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

function Tool({ desk, id, icon, pressed, disabled }: Props) {
  return (
    <Button
      icon={icon}
      title={TEXT_ACTIONS.find((action) => action.id === id)?.title() ?? gettext("Tool")}
      hint={desk.keys.hint(id)}
      pressed={pressed}
      disabled={disabled}
      onClick={() => desk.keys.run(id)}
    />
  );
}
