/** A button that shows the key that does the same. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons";

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly hint?: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly class?: string;
  /** Words beside the icon; without them the title is only read and shown on hover. */
  readonly children?: ComponentChildren;
}

export function Button(props: Props) {
  const { icon, title, hint, children } = props;
  return (
    <button
      type="button"
      class={`tool ${props.class ?? ""}`}
      title={hint ? `${title} (${hint})` : title}
      aria-label={children ? undefined : title}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
