/** How images are looked at: what makes them easier to see changes nothing that is stored. */
import { type Signal, signal } from "@preact/signals";
import type { Size } from "./geometry";

export interface Settings {
  /** 1 is the image as it is. */
  readonly brightness: number;
  readonly contrast: number;
  readonly invert: boolean;
  readonly crosshair: boolean;
  readonly minimap: boolean;
}

export const PLAIN: Settings = { brightness: 1, contrast: 1, invert: false, crosshair: true, minimap: true };

export class Sight {
  readonly settings: Signal<Settings>;
  readonly measuring = signal(false);
  /** The panel with the settings. */
  readonly open = signal(false);
  /** The window in which images were seen last. */
  room: Size | null = null;

  /** `place`: where the settings are remembered while this tab works in a project; nowhere when empty. */
  constructor(private readonly place = "") {
    this.settings = signal({ ...PLAIN, ...recall(place) });
  }

  set(change: Partial<Settings>): void {
    this.settings.value = { ...this.settings.peek(), ...change };
    if (this.place) sessionStorage.setItem(this.place, JSON.stringify(this.settings.peek()));
  }
}

/** The CSS filter for an image, or none. */
export function filterOf({ brightness, contrast, invert }: Settings): string {
  const parts = [
    brightness === 1 ? "" : `brightness(${brightness})`,
    contrast === 1 ? "" : `contrast(${contrast})`,
    invert ? "invert(1)" : "",
  ];
  return parts.filter(Boolean).join(" ");
}

function recall(place: string): Partial<Settings> {
  try {
    return place ? (JSON.parse(sessionStorage.getItem(place) ?? "{}") as Partial<Settings>) : {};
  } catch {
    return {};
  }
}
