/** The button of an action: its title, its key, and what the key does. */
import { Button } from "../lib/button";
import type { IconName } from "../lib/icons";
import type { Action } from "../lib/keys";
import { ACTIONS } from "./actions";
import type { Desk } from "./desk";

interface Props {
  readonly desk: Desk;
  readonly id: string;
  readonly icon: IconName;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

export function ToolButton({ desk, id, icon, pressed, disabled }: Props) {
  return (
    <Button
      icon={icon}
      title={actionOf(id).title()}
      hint={desk.keys.hint(id)}
      pressed={pressed}
      disabled={disabled}
      onClick={() => desk.keys.run(id)}
    />
  );
}

function actionOf(id: string): Action {
  return ACTIONS.find((action) => action.id === id)!;
}
