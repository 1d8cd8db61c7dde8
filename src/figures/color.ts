/** A colour between the stops of a ramp (hex colours), `share` from 0 to 1. */
export function rampColor(ramp: readonly string[], share: number): string {
  const clamped = Math.min(1, Math.max(0, share));
  const place = clamped * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(place));
  return mix(ramp[index]!, ramp[index + 1]!, place - index);
}

/** Linear mix of two hex colours. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const hex = a.map((channel, index) =>
    Math.round(channel + (b[index]! - channel) * share)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${hex.join("")}`;
}

/** Black or white, whichever is easier to read on a hex colour. */
export function inkOn(color: string): string {
  const [red, green, blue] = channels(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return luminance > 0.19 ? "#14181d" : "#ffffff";
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
