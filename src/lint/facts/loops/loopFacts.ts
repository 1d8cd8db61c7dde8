import { axisOf, layoutOf, type Layout } from "../../layout/axis.ts";
import { roleOfName } from "../../layout/axisNames.ts";
import type { FunctionDefinition } from "../../syntax/program.ts";
import type { LoopFact } from "../facts.ts";
import type { ShapeNotes } from "../shapeNotes.ts";
import { type Strides, stridesOf } from "./indices.ts";
import { isCutOut } from "./heldValues.ts";
import { isLengthOf, isMatrix } from "./lengths.ts";
import { LoopReader } from "./reader.ts";
import type { Access, Loop, Sum } from "./sum.ts";

// Norms written with loops: which loops run between the reset of a sum and its use, and do tokens lie along them?

/** The loop-written norms of one function whose statistics run over tokens. */
export function loopFacts(
  definition: FunctionDefinition,
  notes: ShapeNotes,
  helpers: ReadonlySet<string>,
): LoopFact[] {
  const reader = new LoopReader(helpers);
  reader.read(definition.body);
  if (reader.sums.length === 0) return [];
  const arrays = new Arrays(definition, notes, reader);
  return reader.sums.flatMap((sum) => {
    const array = normalisedArray(sum, reader);
    const reason = array === undefined ? null : pooling(sum, array, arrays, reader);
    if (array === undefined || reason === null) return [];
    const pooled = sum.loops.slice(sum.outside).flatMap((loop) => loop.bounds);
    return [
      { kind: "loop", array, pooled, span: sum.span, reason, layout: arrays.layout(array), frames: [] },
    ];
  });
}

/** The array that a sum normalises; of `rows[t][c]` that is `rows`, not `t`. */
function normalisedArray(sum: Sum, reader: LoopReader): string | undefined {
  const arrays = [...sum.arrays].filter((name) => reader.normalises(name, sum));
  return arrays.find((name) => sum.loops.every((loop) => loop.variable !== name)) ?? arrays[0];
}

const isToken = (name: string): boolean => roleOfName(name) === "token";
const isChannel = (name: string): boolean => roleOfName(name) === "channel" || /^([dDE]|width)$/.test(name);

/** What is known about the arrays of a function: which hold tokens by channels. */
class Arrays {
  private readonly layouts: ReadonlyMap<string, Layout>;
  private readonly definition: FunctionDefinition;
  private readonly reader: LoopReader;

  constructor(definition: FunctionDefinition, notes: ShapeNotes, reader: LoopReader) {
    this.definition = definition;
    this.reader = reader;
    this.layouts = statedLayouts(definition, notes);
  }

  /** As it is stated, else by the sizes among the parameters: `(x, T, C)`. */
  layout(array: string): Layout | null {
    return this.layouts.get(array) ?? this.named();
  }

  private named(): Layout | null {
    const { parameters } = this.definition;
    const token = parameters.find(({ name }) => isToken(name));
    const channel = parameters.find(({ name }) => isChannel(name));
    if (!token || !channel) return null;
    const axes = [axisOf("token", token.name), axisOf("channel", channel.name)];
    return layoutOf(axes, { how: "named", span: token.span });
  }

  /** Whether all tokens lie in this one array: stated, indexed so, or a parameter beside both sizes. */
  holdsSequence(array: string): boolean {
    if (this.layouts.has(array)) return true;
    const names = this.definition.parameters.map(({ name }) => name);
    const sized = names.includes(array) && names.some(isToken) && names.some(isChannel);
    return (
      sized ||
      isMatrix(array, isToken, isChannel, this.reader.definitions) ||
      this.reader.accesses.some((access) => access.array === array && this.isRowMajor(access))
    );
  }

  /** `x.subarray(b * T * C, ...)`: one sequence of a batch. */
  isSequence(array: string): boolean {
    const held = this.reader.definitions.get(array);
    const cuts = held?.kind === "call" && isCutOut(held) && held.args.length > 0;
    if (!cuts) return false;
    const sizes = new Set(this.definition.parameters.map(({ name }) => name));
    const strides = [...stridesOf(held.args[0]!.value, this.reader.definitions)];
    const counted = strides.filter(([name]) => !sizes.has(name));
    const whole = (factors: ReadonlySet<string>): boolean =>
      [...factors].some(isToken) && [...factors].some(isChannel);
    return counted.length > 0 && counted.every(([, factors]) => whole(factors));
  }

  /** `x[t * C + c]` under a loop over tokens and one over channels. */
  private isRowMajor(access: Access): boolean {
    const token = access.loops.find((loop) => hasRole(loop, isToken, this.reader));
    const channel = access.loops.find((loop) => hasRole(loop, isChannel, this.reader));
    if (!token?.variable || !channel?.variable) return false;
    const strides = stridesOf(access.index, this.reader.definitions);
    return strides.has(token.variable) && strides.has(channel.variable);
  }
}

function statedLayouts(definition: FunctionDefinition, notes: ShapeNotes): Map<string, Layout> {
  const first = definition.body[0];
  const shapes = [...notes.of(definition), ...(first ? notes.above(first.span) : [])];
  return new Map(
    shapes.flatMap(({ subjects, names: [token, channel, ...more], span }) => {
      if (more.length > 0 || !isToken(token ?? "") || !isChannel(channel ?? "")) return [];
      const layout = layoutOf([axisOf("token", token!), axisOf("channel", channel!)], {
        how: "stated",
        span,
      });
      return subjects.map((subject): [string, Layout] => [subject, layout]);
    }),
  );
}

const hasRole = (loop: Loop, role: (name: string) => boolean, reader: LoopReader): boolean =>
  loop.bounds.some((bound) => role(bound)) ||
  (loop.bounds.length === 1 && reader.origins.partsOf(loop.bounds[0]!).slice(1).some(role));

function pooling(sum: Sum, array: string, arrays: Arrays, reader: LoopReader): LoopFact["reason"] | null {
  const inside = sum.loops.slice(sum.outside);
  const around = sum.loops.slice(0, sum.outside);
  const bounds = inside.flatMap((loop) => loop.bounds.flatMap((name) => reader.origins.partsOf(name)));
  if (inside.length === 1 && bounds.some(isToken) && bounds.some(isChannel)) return "flat";
  const whole =
    inside.length === 1 &&
    inside[0]!.bounds.some(
      (bound) => bound === array || (!isToken(bound) && isLengthOf(bound, array, reader.definitions)),
    );
  if (whole && (arrays.isSequence(array) || (!reader.origins.isPart(array) && arrays.holdsSequence(array))))
    return sum.index && inside[0]!.variable === null ? "token loop inside" : "flat";
  const tokenLoop = inside.find((loop) =>
    loop.bounds.some((bound) => isToken(bound) || isMatrix(bound, isToken, isChannel, reader.definitions)),
  );
  if (tokenLoop) return overTokens(tokenLoop, inside, around);
  return wrongStride(sum, array, reader) ? "stride" : null;
}

function overTokens(
  tokenLoop: Loop,
  inside: readonly Loop[],
  around: readonly Loop[],
): LoopFact["reason"] | null {
  const others = inside.filter((loop) => loop !== tokenLoop);
  if (others.some((loop) => loop.bounds.some(isChannel))) return "never reset";
  const rows = others.some((loop) => loop.bounds.includes(tokenLoop.variable ?? ""));
  if (rows) return "never reset";
  return around.some((loop) => loop.bounds.some(isChannel)) ? "token loop inside" : null;
}

/**
 * A sum that starts anew for each token but walks the array by another stride than its use does, or by the number of
 * tokens where rows have the length of the channels.
 */
function wrongStride(sum: Sum, array: string, reader: LoopReader): boolean {
  const token = sum.loops.slice(0, sum.outside).find((loop) => hasRole(loop, isToken, reader));
  const channel = sum.loops.slice(sum.outside).find((loop) => hasRole(loop, isChannel, reader));
  if (!sum.index || !token?.variable || !channel?.variable || channel.offset) return false;
  const form = formOf(stridesOf(sum.index, reader.definitions), token.variable, channel.variable);
  if (form === "wrong") return true;
  const uses = reader.accesses.filter((access) => access.array === array && access.index !== sum.index);
  return form !== null && uses.some((use) => differs(use, form, token.variable!, reader));
}

/** Whether an element is used, under the same loop over tokens, by another stride than it was summed by. */
function differs(use: Access, form: Form, token: string, reader: LoopReader): boolean {
  if (!use.loops.some((loop) => loop.variable === token)) return false;
  const channel = use.loops.find((loop) => loop.variable !== token && hasRole(loop, isChannel, reader));
  if (!channel?.variable) return false;
  const other = formOf(stridesOf(use.index, reader.definitions), token, channel.variable);
  return other !== null && other !== "wrong" && form !== other;
}

type Form = "by token" | "by channel" | "one row" | "wrong";

/** `t * C + c` is by token, `c * T + t` by channel, `c` alone one row; `t * T + c` fits no array. */
function formOf(strides: Strides, token: string, channel: string): Form | null {
  const [ofToken, ofChannel] = [strides.get(token), strides.get(channel)];
  if (!ofChannel) return null;
  if (!ofToken) return ofChannel.size === 0 ? "one row" : null;
  const [tokenFactors, channelFactors] = [[...ofToken], [...ofChannel]];
  if (tokenFactors.some(isToken) && !tokenFactors.some(isChannel) && channelFactors.length === 0)
    return "wrong";
  if (channelFactors.some(isChannel) && !channelFactors.some(isToken) && tokenFactors.length === 0)
    return "wrong";
  if (tokenFactors.some(isChannel) && channelFactors.length === 0) return "by token";
  return channelFactors.some(isToken) && tokenFactors.length === 0 ? "by channel" : null;
}
