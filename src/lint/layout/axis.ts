import type { Span } from "../syntax/program.ts";

/** What an axis of an activation stands for. `merged` holds several axes flattened into one. */
export type Role = "batch" | "token" | "channel" | "head" | "space" | "unit" | "merged" | "unknown";

/**
 * One axis. The object is its identity: a permuted tensor shares its axes, so what is learnt later about one
 * (an unpacking, an attention call) is learnt about both.
 */
export interface Axis {
  role: Role;
  name: string | null;
  readonly parts: readonly Axis[];
}

/** From what a layout was inferred. */
export interface Evidence {
  readonly how:
    | "unpacked"
    | "annotated"
    | "stated"
    | "reshaped"
    | "pattern"
    | "attention"
    | "embedding"
    | "named"
    | "gain"
    | "convolution"
    | "replaced"
    | "indexed"
    | "rank";
  readonly span: Span;
}

/** The axes of a tensor (null while its rank is unknown), shared by all tensors of the same layout. */
export interface Layout {
  axes: Axis[] | null;
  evidence: Evidence | null;
  /** Names given to single axes while the rank is unknown: `T = x.shape[1]`. */
  readonly named: Map<number, string>;
  /** For one channel of a tensor that a loop takes at a time: the layout of them all. */
  readonly columnOf?: Layout;
  /** Whether axes were moved, so that it may not be what a later function says it is given. */
  readonly moved?: true;
  /** For a tensor of unknown rank with two axes swapped: what it was before. */
  readonly swapped?: { readonly of: Layout; readonly places: readonly [number, number] };
}

export const axisOf = (role: Role, name: string | null, parts: readonly Axis[] = []): Axis => ({
  role,
  name,
  parts,
});

export const unknownLayout = (): Layout => ({ axes: null, evidence: null, named: new Map() });

export const layoutOf = (axes: Axis[] | null, evidence: Evidence | null): Layout => ({
  axes,
  evidence,
  named: new Map(),
});

/** Several axes flattened into one; a single one stays itself. */
export function mergeAxes(parts: readonly Axis[]): Axis {
  if (parts.length === 1) return parts[0]!;
  const names = parts.map((part) => part.name ?? "?");
  return axisOf("merged", names.join("*"), parts);
}

/** Whether positions of a sequence lie along this axis, alone or flattened with others. */
export const holdsTokens = (axis: Axis): boolean => axis.role === "token" || axis.parts.some(holdsTokens);

export const holdsRole = (axis: Axis, role: Role): boolean =>
  axis.role === role || axis.parts.some((part) => holdsRole(part, role));

/** The index from the front, or null where it is out of range or the rank is unknown. */
export function resolveIndex(layout: Layout, index: number): number | null {
  if (!layout.axes) return null;
  const place = index < 0 ? index + layout.axes.length : index;
  return place >= 0 && place < layout.axes.length ? place : null;
}

/**
 * Tells an unknown layout its axes, and one that was only hinted at; any other known one only
 * has its unknown axes filled in, when the rank agrees.
 */
export function refine(layout: Layout, axes: readonly Axis[], evidence: Evidence): void {
  const told = axes.some((axis) => axis.role !== "unknown");
  if (!layout.axes || (weaker(layout.evidence, evidence) && told)) {
    layout.axes = [...axes];
    layout.evidence = evidence;
    if (layout.swapped) refineSwapped(layout.swapped, axes, evidence);
    return;
  }
  if (layout.axes.length !== axes.length) return;
  layout.axes.forEach((axis, index) => {
    if (axis.role !== "unknown" || axes[index]!.role === "unknown") return;
    axis.role = axes[index]!.role;
    axis.name ??= axes[index]!.name;
    layout.evidence ??= evidence;
  });
}

/** What is learnt of a transposed tensor is learnt of the tensor. */
function refineSwapped(
  { of, places }: NonNullable<Layout["swapped"]>,
  axes: readonly Axis[],
  evidence: Evidence,
): void {
  const [a, b] = places.map((place) => (place < 0 ? place + axes.length : place)) as [number, number];
  if (of.axes || !axes[a] || !axes[b]) return;
  refine(of, axes.with(a, axes[b]).with(b, axes[a]), evidence);
}

const strength: Readonly<Record<Evidence["how"], number>> = {
  rank: 0,
  gain: 0,
  named: 0,
  attention: 1,
  convolution: 1,
  replaced: 1,
  embedding: 2,
  indexed: 2,
  pattern: 2,
  reshaped: 2,
  unpacked: 2,
  annotated: 2,
  stated: 2,
};

/** A hint is overruled by anything that is told, an attention call by a shape in the source. */
const weaker = (known: Evidence | null, evidence: Evidence): boolean =>
  known !== null && strength[known.how] < Math.min(strength[evidence.how], 2);

/** `[B, T, C]`, with `?` for what is unknown. */
export function layoutText(layout: Layout): string | null {
  return layout.axes ? `[${layout.axes.map((axis) => axis.name ?? "?").join(", ")}]` : null;
}

/**
 * Whether the layout is one of token activations: tokens and channels, and neither heads nor an image's space. Channels
 * that were folded into the batch are none (each is a sequence of its own), nor are tokens folded into the channels of
 * an axis beside the rest of the sequence (patches).
 */
export function isTokenActivation(layout: Layout): boolean {
  const axes = layout.axes;
  if (!axes || axes.length > 3) return false;
  const has = (role: Role): boolean => axes.some((axis) => holdsRole(axis, role));
  if (!has("token") || has("head") || has("space") || axes.some(isSpectrum)) return false;
  const channels = axes.some(
    (axis) => holdsRole(axis, "channel") && (axes.length === 1 || !holdsRole(axis, "batch")),
  );
  return channels && !axes.some((axis) => isPatch(axis, axes));
}

/** The layout of what a layer makes of a recording: of the bands of a spectrum, features. */
export const withFeatures = (layout: Layout): Layout =>
  layout.axes?.some(isSpectrum)
    ? layoutOf(
        layout.axes.map((axis) => (isSpectrum(axis) ? axisOf("channel", "C") : axis)),
        layout.evidence,
      )
    : layout;

/** Bands of a spectrum: features of a recording that no model has read yet. */
const isSpectrum = (axis: Axis): boolean =>
  /^(n|num)?_?(mels?|mel_(bins|channels)|mfccs?|fft|freq(s|_bins|uenc(y|ies))?|ceps\w*|coeff\w*)$/i.test(
    axis.name ?? "",
  );

function isPatch(axis: Axis, axes: readonly Axis[]): boolean {
  const mixed = axis.role === "merged" && holdsTokens(axis) && holdsRole(axis, "channel");
  const windowed = axis.parts.some(({ name }) => /window|patch/i.test(name ?? ""));
  const beside = axes.some((other) => other !== axis && (other.role === "unknown" || holdsTokens(other)));
  return mixed && (windowed || beside);
}

/** A linear layer makes a new last axis; over tokens (as in a mixer) they stay tokens. */
export function projected(layout: Layout): Layout {
  const last = layout.axes?.at(-1);
  if (!layout.axes || !last || last.role !== "channel") return layout;
  return withFeatures(layoutOf([...layout.axes.slice(0, -1), axisOf("channel", last.name)], layout.evidence));
}
