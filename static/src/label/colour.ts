/** Colours of labels: those of the schema, or from a palette that people with any colour vision can tell apart. */

const PALETTE = ["#c2410c", "#0f766e", "#1d4ed8", "#a21caf", "#4d7c0f", "#b91c1c", "#0369a1", "#6d28d9", "#a16207"];

export function colourOf(wanted: string | undefined, index: number): string {
  return wanted || PALETTE[index % PALETTE.length]!;
}

/** Black or white, whichever reads better on a colour (WCAG relative luminance). */
export function inkOn(colour: string): string {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

export function luminance(colour: string): number {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  const hex = short ? short.slice(1).map((digit) => digit + digit).join("") : colour.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
