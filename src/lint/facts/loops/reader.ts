import type { Expression, FunctionDefinition, Statement } from "../../syntax/program.ts";
import { namesIn, walkExpressions } from "../../syntax/walk.ts";
import { type Callback, callbackOf, loopOf } from "./callbacks.ts";
import {
  gatheredExtremum,
  arraysIndexedIn,
  gathers,
  isExtremum,
  boundNames,
  ownNames,
} from "./heldValues.ts";
import { NameOrigins } from "./nameOrigins.ts";
import { wholeArraysIn } from "./wholeArrays.ts";
import { Normalisations } from "./normalisations.ts";
import type { Access, Loop, Sum } from "./sum.ts";

/** Reads one function body: sums in loops, what is computed from them, and what is normalised by it. */
export class LoopReader {
  readonly sums: Sum[] = [];
  readonly accesses: Access[] = [];
  readonly origins = new NameOrigins();
  readonly definitions = this.origins.definitions;
  private readonly resets = new Map<string, number>();
  /** The program's functions that compute a statistic of all of the array that they are given. */
  private readonly helpers: ReadonlySet<string>;
  private readonly normalised = new Normalisations();
  /** The loops that callbacks of `forEach` are. */
  private readonly repeated = new Map<FunctionDefinition, readonly Loop[]>();
  /** Arrays that loops push items of others into. */
  private readonly filled = new Map<string, Pick<Sum, "arrays" | "loops">>();

  constructor(helpers: ReadonlySet<string> = new Set()) {
    this.helpers = helpers;
  }

  read(statements: readonly Statement[], loops: readonly Loop[] = []): void {
    for (const statement of statements) this.readStatement(statement, loops);
  }

  private readStatement(statement: Statement, loops: readonly Loop[]): void {
    switch (statement.kind) {
      case "loop":
        this.readLoop(statement, loops);
        break;
      case "if":
        this.readMaximum(statement, loops);
        this.read(statement.then, loops);
        this.read(statement.otherwise, loops);
        break;
      case "block":
        this.read(statement.body, loops);
        break;
      case "assign":
        if (statement.value) this.readAssignment(statement, statement.value, loops);
        break;
      case "expression":
      case "return":
        if (statement.value) this.readValue(statement.value, loops);
        break;
    }
  }

  private readLoop(statement: Extract<Statement, { kind: "loop" }>, loops: readonly Loop[]): void {
    const over = statement.over;
    const bound = over?.kind === "count" ? over.bound : over?.items;
    const variable = statement.variable?.kind === "name" ? statement.variable.name : null;
    if (over?.kind === "items" && variable && bound) this.origins.relateItem(variable, bound);
    // From `offset` up to `offset + C` there are C items.
    const before = over?.kind === "count" && over.start ? namesIn(over.start) : new Set<string>();
    const bounds = bound ? [...boundNames(bound)].filter((name) => !before.has(name)) : [];
    this.read(statement.body, [...loops, { variable, bounds, offset: before.size > 0 }]);
  }

  private readAssignment(
    statement: Extract<Statement, { kind: "assign" }>,
    value: Expression,
    loops: readonly Loop[],
  ): void {
    this.readValue(value, loops);
    const { target, operator } = statement;
    if (target.kind !== "name") {
      if (target.kind === "sequence" || target.kind === "mapping")
        for (const name of namesIn(target)) this.readResult(name, value, loops);
      if (target.kind === "mapping") this.origins.takeOut(namesIn(target), value);
      if (operator === "+" && target.kind === "subscript")
        this.readArraySum(target, value, statement.span, loops);
      if ((operator === "-" || operator === "/" || operator === "*") && target.kind === "subscript") {
        this.readAccess(target, loops);
        this.normalised.add(namesIn(target.object), namesIn(value), operator);
      }
      return;
    }
    const adds = operator === "+" || (operator === null && gathers(value, target.name));
    if (adds) this.readSum(target.name, value, statement.span, loops, isExtremum(value));
    if (operator === null && !adds) {
      this.resets.set(target.name, loops.length);
      this.definitions.set(target.name, value);
      this.readReduce(target.name, value, loops);
    }
    this.origins.relate(target.name, value);
  }

  /** `if (v > max) max = v` gathers a maximum. */
  private readMaximum(statement: Extract<Statement, { kind: "if" }>, loops: readonly Loop[]): void {
    const only = gatheredExtremum(statement);
    if (!only) return;
    this.readSum(only.name, only.value, only.span, loops, true);
    this.origins.relate(only.name, only.value);
  }

  private readSum(
    name: string,
    value: Expression,
    span: Statement["span"],
    loops: readonly Loop[],
    extremum = false,
  ): void {
    const outside = this.resets.get(name);
    if (outside === undefined || loops.length <= outside) return;
    const arrays = new Set<string>();
    let index: Expression | null = null;
    const gather = (expression: Expression, depth: number): void =>
      walkExpressions(expression, (part) => {
        if (part.kind === "subscript") {
          for (const array of namesIn(part.object)) arrays.add(array);
          index ??= part.indices[0] ?? null;
        } else if (part.kind === "name" && part.name !== name && depth < 3)
          this.gatherNamed(part.name, arrays, (held) => gather(held, depth + 1));
      });
    gather(value, 0);
    if (arrays.size > 0) this.sums.push({ name, arrays, index, loops, outside, extremum, span });
  }

  /** `means[c] += x[t * C + c]` starts anew for what is in the index: it runs over the other loops. */
  private readArraySum(
    target: Extract<Expression, { kind: "subscript" }>,
    value: Expression,
    span: Statement["span"],
    loops: readonly Loop[],
  ): void {
    if (target.object.kind !== "name" || !target.indices[0]) return;
    const own = ownNames(target.indices[0]);
    const isOwn = (loop: Loop): boolean => loop.variable !== null && own.has(loop.variable);
    const ordered = [...loops.filter(isOwn), ...loops.filter((loop) => !isOwn(loop))];
    const { name } = target.object;
    this.resets.set(name, loops.filter(isOwn).length);
    this.readSum(name, value, span, ordered);
    this.origins.relate(name, value);
  }

  /** `const v = x[i]; sum += v * v`, and `for (const v of row) sum += v`. */
  private gatherNamed(name: string, arrays: Set<string>, gather: (held: Expression) => void): void {
    const held = this.definitions.get(name);
    if (held && held.kind !== "number") return gather(held);
    for (const array of this.origins.arraysOfItem(name)) arrays.add(array);
  }

  /** A name among several that a value is taken apart into: `const [mean, variance] = moments(x)`. */
  private readResult(name: string, value: Expression, loops: readonly Loop[]): void {
    this.resets.set(name, loops.length);
    this.readReduce(name, value, loops);
    this.origins.relate(name, value);
  }

  private readReduce(name: string, value: Expression, loops: readonly Loop[]): void {
    for (const { array, column, extremum, span } of wholeArraysIn(value, this.helpers, this.definitions)) {
      const all: Loop = { variable: null, bounds: [array], offset: false };
      const filled = this.filled.get(array);
      const around = filled ? filled.loops : [...loops, all];
      this.sums.push({
        name,
        arrays: filled?.arrays ?? new Set([array]),
        index: column,
        loops: around,
        outside: filled ? (this.resets.get(array) ?? 0) : loops.length,
        extremum,
        span,
      });
    }
  }

  private readAccess(part: Extract<Expression, { kind: "subscript" }>, loops: readonly Loop[]): void {
    const [index] = part.indices;
    if (part.object.kind === "name" && index) this.accesses.push({ array: part.object.name, index, loops });
  }

  /** `x[i] - mean`, `(x[i] - mean) / std`, `... * inverse`, and the same inside `x.map((v) => ...)`. */
  private readValue(value: Expression, loops: readonly Loop[]): void {
    walkExpressions(value, (part) => {
      if (part.kind === "subscript") this.readAccess(part, loops);
      else if (part.kind === "function")
        this.read(part.definition.body, this.repeated.get(part.definition) ?? loops);
      else if (part.kind === "call") {
        const callback = callbackOf(part);
        if (callback) this.readCallback(callback, loops);
        this.readPush(part, loops);
      } else if (part.kind === "binary") this.readBinary(part, loops);
    });
  }

  private readBinary(part: Extract<Expression, { kind: "binary" }>, loops: readonly Loop[]): void {
    if (!/^[-/*]$/.test(part.operator) || !/^(name|attribute|call|binary|subscript)$/.test(part.right.kind))
      return;
    const { right } = part;
    // The statistic has no name of its own in `v - meanOf(x)`: it goes by its function's.
    if (right.kind === "call" && right.callee.kind === "name")
      this.readReduce(right.callee.name, right, loops);
    this.normalised.add(this.elementsIn(part.left), namesIn(right), part.operator);
    if (part.operator === "*") this.normalised.add(this.elementsIn(right), namesIn(part.left), "*");
  }

  /** The arrays whose elements an operand is computed from. */
  private elementsIn(operand: Expression): Set<string> {
    const arrays = new Set<string>();
    walkExpressions(operand, (inner) => {
      if (inner.kind === "subscript") for (const name of namesIn(inner.object)) arrays.add(name);
      else if (inner.kind === "name") for (const name of this.elementsOf(inner.name)) arrays.add(name);
    });
    return arrays;
  }

  /** The items that a callback is given come from what it is called on: `x.map((v) => ...)`. */
  private readCallback(callback: Callback, loops: readonly Loop[]): void {
    if (callback.item) this.origins.relateItem(callback.item, callback.over);
    if (callback.repeats) this.repeated.set(callback.definition, [...loops, loopOf(callback)]);
  }

  /** `column.push(x[t * C + c])` under loops: what is taken of column is taken of x, over those loops. */
  private readPush(call: Extract<Expression, { kind: "call" }>, loops: readonly Loop[]): void {
    const { callee, args } = call;
    const value = args[0]?.value;
    if (callee.kind !== "attribute" || callee.name !== "push" || callee.object.kind !== "name" || !value)
      return;
    const arrays = arraysIndexedIn(value);
    if (arrays.size > 0) this.filled.set(callee.object.name, { arrays, loops });
  }

  /** The names that a name was computed from, directly or through one more; a pooled vector is no longer what it was summed from. */
  private elementsOf(name: string): Set<string> {
    const near = (from: string): ReadonlySet<string> =>
      this.sums.some((sum) => sum.name === from) ? new Set() : this.origins.of(from);
    return new Set([...near(name)].flatMap((source) => [source, ...near(source)]));
  }

  /** Whether an array is centred or scaled by a sum. */
  normalises(array: string, sum: Sum): boolean {
    return this.normalised.has(array, sum, this.origins);
  }

  /** The arrays that an expression takes a statistic of in whole. */
  wholeArraysIn(expression: Expression): ReadonlySet<string> {
    return new Set(wholeArraysIn(expression, this.helpers, this.definitions).map(({ array }) => array));
  }
}
