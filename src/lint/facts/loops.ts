import { axisOf, layoutOf, type Layout } from "../layout/axis.ts";
import { roleOfName } from "../layout/axisNames.ts";
import type { Expression, FunctionDefinition, Statement } from "../syntax/program.ts";
import { namesIn, walkExpressions } from "../syntax/walk.ts";
import type { LoopFact } from "./facts.ts";
import type { ShapeNotes } from "./shapeNotes.ts";

// Norms written with loops: which loops run between the reset of a sum and its use, and do tokens lie along them?

interface Loop {
  readonly variable: string | null;
  readonly bounds: readonly string[];
}

interface Sum {
  readonly name: string;
  readonly arrays: ReadonlySet<string>;
  readonly index: Expression | null;
  /** The loops around the addition, outermost first, and how many of them are outside the reset too. */
  readonly loops: readonly Loop[];
  readonly outside: number;
  readonly span: Statement["span"];
}

/** The loop-written norms of one function whose statistics run over tokens. */
export function loopFacts(definition: FunctionDefinition, notes: ShapeNotes): LoopFact[] {
  const reader = new LoopReader();
  reader.read(definition.body, []);
  const layouts = statedLayouts(definition, notes);
  return reader.sums.flatMap((sum) => {
    const array = [...sum.arrays].find((name) => reader.normalises(name, sum.name));
    const reason = array === undefined ? null : pooling(sum, layouts.get(array) ?? null, reader);
    if (array === undefined || reason === null) return [];
    const pooled = sum.loops.slice(sum.outside).flatMap((loop) => loop.bounds);
    return [
      { kind: "loop", array, pooled, span: sum.span, reason, layout: layouts.get(array) ?? null, frames: [] },
    ];
  });
}

function statedLayouts(definition: FunctionDefinition, notes: ShapeNotes): Map<string, Layout> {
  const first = definition.body[0];
  const shapes = [...notes.of(definition), ...(first ? notes.above(first.span) : [])];
  return new Map(
    shapes.flatMap((shape) =>
      shape.subject &&
      shape.names.length === 2 &&
      isToken(shape.names[0] ?? "") &&
      isChannel(shape.names[1] ?? "")
        ? [
            [
              shape.subject,
              layoutOf([axisOf("token", shape.names[0]!), axisOf("channel", shape.names[1]!)], {
                how: "stated",
                span: shape.span,
              }),
            ],
          ]
        : [],
    ),
  );
}

const isToken = (name: string): boolean => roleOfName(name) === "token";
const isChannel = (name: string): boolean => roleOfName(name) === "channel" || /^[dDE]$/.test(name);

function pooling(sum: Sum, layout: Layout | null, reader: LoopReader): LoopFact["reason"] | null {
  const inside = sum.loops.slice(sum.outside);
  const bounds = inside.flatMap((loop) => loop.bounds.flatMap((name) => reader.partsOf(name)));
  const around = sum.loops.slice(0, sum.outside).flatMap((loop) => loop.bounds);
  if (inside.length === 1 && bounds.some(isToken) && bounds.some(isChannel)) return "flat";
  if (layout && inside.length === 1 && inside[0]!.bounds.some((name) => sum.arrays.has(name))) return "flat";
  const tokenLoop = inside.find((loop) => loop.bounds.some(isToken));
  if (tokenLoop) {
    if (inside.some((loop) => loop !== tokenLoop && loop.bounds.some(isChannel))) return "never reset";
    return around.some(isChannel) ? "token loop inside" : null;
  }
  return wrongStride(sum) ? "stride" : null;
}

/** `x[t * T + c]` with t below T: rows of length C are addressed as if they were of length T. */
function wrongStride(sum: Sum): boolean {
  const index = sum.index;
  if (index?.kind !== "binary" || index.operator !== "+") return false;
  const product = [index.left, index.right].find((side) => side.kind === "binary" && side.operator === "*");
  if (product?.kind !== "binary") return false;
  const names = [...namesIn(product)];
  const token = sum.loops
    .slice(0, sum.outside)
    .find((loop) => loop.variable !== null && names.includes(loop.variable) && loop.bounds.some(isToken));
  const channel = sum.loops.slice(sum.outside).find((loop) => loop.bounds.some(isChannel));
  return token !== undefined && channel !== undefined && token.bounds.some((bound) => names.includes(bound));
}

/** Reads one function body: sums in loops, what is computed from them, and what is normalised by it. */
class LoopReader {
  readonly sums: Sum[] = [];
  private readonly resets = new Map<string, number>();
  /** For a name: the names its value was computed from. */
  private readonly sources = new Map<string, Set<string>>();
  private readonly normalised: { readonly arrays: ReadonlySet<string>; readonly by: ReadonlySet<string> }[] =
    [];

  read(statements: readonly Statement[], loops: readonly Loop[]): void {
    for (const statement of statements) this.readStatement(statement, loops);
  }

  private readStatement(statement: Statement, loops: readonly Loop[]): void {
    if (statement.kind === "loop") {
      const over = statement.over;
      const bound = over?.kind === "count" ? over.bound : over?.items;
      const variable = statement.variable?.kind === "name" ? statement.variable.name : null;
      if (over?.kind === "items" && variable && bound) this.relate(variable, bound);
      this.read(statement.body, [...loops, { variable, bounds: bound ? [...namesIn(bound)] : [] }]);
    } else if (statement.kind === "if") {
      this.read(statement.then, loops);
      this.read(statement.otherwise, loops);
    } else if (statement.kind === "block") this.read(statement.body, loops);
    else if (statement.kind === "assign" && statement.value)
      this.readAssignment(statement, statement.value, loops);
    else if (statement.kind === "expression" || statement.kind === "return") this.readUses(statement.value);
  }

  private readAssignment(
    statement: Extract<Statement, { kind: "assign" }>,
    value: Expression,
    loops: readonly Loop[],
  ): void {
    this.readUses(value);
    const { target, operator } = statement;
    if (target.kind !== "name") {
      if ((operator === "-" || operator === "/" || operator === "*") && target.kind === "subscript")
        this.normalised.push({ arrays: namesIn(target.object), by: namesIn(value) });
      return;
    }
    const adds =
      operator === "+" ||
      (operator === null &&
        value.kind === "binary" &&
        value.operator === "+" &&
        namesIn(value).has(target.name));
    if (adds) this.readSum(target.name, value, statement.span, loops);
    if (operator === null && !adds) this.resets.set(target.name, loops.length);
    this.relate(target.name, value);
  }

  private readSum(name: string, value: Expression, span: Statement["span"], loops: readonly Loop[]): void {
    const outside = this.resets.get(name);
    if (outside === undefined || loops.length <= outside) return;
    const arrays = new Set<string>();
    let index: Expression | null = null;
    walkExpressions(value, (part) => {
      if (part.kind === "subscript") {
        for (const array of namesIn(part.object)) arrays.add(array);
        index ??= part.indices[0] ?? null;
      }
    });
    if (arrays.size > 0) this.sums.push({ name, arrays, index, loops, outside, span });
  }

  private relate(name: string, value: Expression): void {
    const known = this.sources.get(name) ?? new Set();
    for (const source of namesIn(value)) known.add(source);
    this.sources.set(name, known);
  }

  /** `x[i] - mean`, `(x[i] - mean) / std`, `... * inverse`, and the same inside `x.map((v) => ...)`. */
  private readUses(value: Expression | null): void {
    if (!value) return;
    walkExpressions(value, (part) => {
      if (part.kind === "call" && part.callee.kind === "attribute" && part.callee.name === "map")
        this.readMap(part);
      if (
        part.kind !== "binary" ||
        !/^[-/*]$/.test(part.operator) ||
        !/^(name|attribute|call|binary)$/.test(part.right.kind)
      )
        return;
      const arrays = new Set<string>();
      walkExpressions(part.left, (inner) => {
        if (inner.kind === "subscript") for (const name of namesIn(inner.object)) arrays.add(name);
        else if (inner.kind === "name")
          for (const name of this.sources.get(inner.name) ?? []) arrays.add(name);
      });
      if (arrays.size > 0) this.normalised.push({ arrays, by: namesIn(part.right) });
    });
  }

  private readMap(call: Extract<Expression, { kind: "call" }>): void {
    const callback = call.args[0]?.value;
    if (callback?.kind !== "function" || call.callee.kind !== "attribute") return;
    const parameter = callback.definition.parameters[0]?.name;
    if (parameter) this.relate(parameter, call.callee.object);
    for (const statement of callback.definition.body)
      if (statement.kind === "return") this.readUses(statement.value);
  }

  /** The names that a bound was computed from, itself included: `n = T * C`. */
  partsOf(name: string): readonly string[] {
    return [name, ...(this.sources.get(name) ?? [])];
  }

  normalises(array: string, sum: string): boolean {
    return this.normalised.some(
      ({ arrays, by }) => arrays.has(array) && [...by].some((name) => this.comesFrom(name, sum)),
    );
  }

  private comesFrom(name: string, sum: string, seen = new Set<string>()): boolean {
    if (name === sum) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return [...(this.sources.get(name) ?? [])].some((source) => this.comesFrom(source, sum, seen));
  }
}
