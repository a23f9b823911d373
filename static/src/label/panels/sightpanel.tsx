/** The settings of how images are looked at: a small panel above the tools. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { PLAIN, type Settings } from "../image/sight";

export function SightPanel({ desk }: { desk: Desk }) {
  const { sight } = desk;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current!.querySelector("input")!.focus(), []);
  const close = () => {
    sight.open.value = false;
    document.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  return (
    <div ref={box} class="sight" role="group" aria-label={gettext("How the image is shown")} onKeyDown={press}>
      <Slider desk={desk} name="brightness" title={gettext("Brightness")} />
      <Slider desk={desk} name="contrast" title={gettext("Contrast")} />
      <Switch desk={desk} name="invert" title={gettext("Inverted")} />
      <Switch desk={desk} name="crosshair" title={gettext("Crosshair")} />
      <Switch desk={desk} name="minimap" title={gettext("Small map on large images")} />
      <div class="row">
        <button type="button" class="button small" onClick={() => sight.set(PLAIN)}>
          {gettext("As it was")}
        </button>
        <button type="button" class="button small" onClick={close}>
          {gettext("Close")}
        </button>
      </div>
    </div>
  );
}

interface SliderProps {
  readonly desk: Desk;
  readonly name: "brightness" | "contrast";
  readonly title: string;
}

function Slider({ desk, name, title }: SliderProps) {
  const value = desk.sight.settings.value[name];
  return (
    <label>
      <span>{title}</span>
      <input
        type="range"
        min={0.25}
        max={3}
        step={0.05}
        value={value}
        onInput={(event) => desk.sight.set({ [name]: Number(event.currentTarget.value) })}
      />
      <output>{Math.round(value * 100)} %</output>
    </label>
  );
}

interface SwitchProps {
  readonly desk: Desk;
  readonly name: Exclude<keyof Settings, "brightness" | "contrast">;
  readonly title: string;
}

function Switch({ desk, name, title }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={desk.sight.settings.value[name]}
        onChange={(event) => desk.sight.set({ [name]: event.currentTarget.checked })}
      />
      {title}
    </label>
  );
}
