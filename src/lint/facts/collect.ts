import { axisOf } from "../layout/axis.ts";
import type { Neighbourhood } from "../neighbours.ts";
import type { Source } from "../source.ts";
import type { FunctionDefinition, Program, Statement } from "../syntax/program.ts";
import { functionsOf } from "../syntax/walk.ts";
import { Analysis, WorkLimit } from "./analysis.ts";
import { execute } from "./execute.ts";
import { isMapped, takesReceiver } from "./functions.ts";
import { initialisers, instantiate } from "./instances.ts";
import { parameterValues } from "./parameters.ts";
import type { Fact } from "./facts.ts";
import type { FactMemory } from "./memory.ts";
import { wholeArrayHelpers } from "./loops/wholeArrayHelpers.ts";
import { loopFacts } from "./loops/loopFacts.ts";
import { Scope } from "./scope.ts";
import { ShapeNotes } from "./shapeNotes.ts";
import type { Value } from "./values.ts";

export interface CollectedFacts {
  readonly facts: readonly Fact[];
  /** False where the limit of work ended the run; the facts so far are kept. */
  readonly complete: boolean;
}

/** What a run is about. */
export interface ProgramFile {
  readonly path: string;
  readonly source: Source;
  readonly neighbourhood: Neighbourhood | null;
  /** Names of sizes that count as token axes, beside those that the field uses. */
  readonly tokenNames: readonly string[];
  /** The facts of the last run over the same document. */
  readonly memory: FactMemory | null;
}

/** Runs a program over layouts instead of numbers: its top level, then each function and each class by itself. */
export function collectFacts(program: Program, file: ProgramFile): CollectedFacts {
  const { text, lines, language } = file.source;
  const notes = new ShapeNotes(program.comments, lines);
  const analysis = new Analysis(program, text, notes, language !== "python", file.neighbourhood);
  const complete = withinLimit(() => runProgram(program, file, analysis));
  if (!complete) file.memory?.clear();
  return { facts: analysis.facts, complete };
}

/** Deep recursion (a RangeError of the stack) is a limit of work too. */
function withinLimit(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof WorkLimit || error instanceof RangeError) return false;
    throw error;
  }
}

function runProgram(program: Program, file: ProgramFile, analysis: Analysis): void {
  const { path, source, neighbourhood, memory } = file;
  const scope = new Scope(null, new Map(), path);
  const helpers: ReadonlySet<string> = analysis.javascript
    ? wholeArrayHelpers(program.statements)
    : new Set();
  emitAll(loopFacts(topLevel(program), analysis.notes, helpers), analysis);
  execute(program.statements, scope, analysis);
  memory?.begin(program.statements, source.text, {
    speaking: [analysis.speaking, ...file.tokenNames, ...helpers].join(),
    neighbours: neighbourhood?.all ?? [],
  });
  for (const statement of program.statements) {
    const known = memory?.get(statement);
    const before = analysis.facts.length;
    if (known) emitAll(known, analysis);
    else runDefinitions(statement, scope, helpers, analysis);
    memory?.set(statement, analysis.facts.slice(before));
  }
}

function emitAll(facts: readonly Fact[], analysis: Analysis): void {
  for (const fact of facts) analysis.emit(fact);
}

function runDefinitions(
  statement: Statement,
  scope: Scope,
  helpers: ReadonlySet<string>,
  analysis: Analysis,
): void {
  for (const definition of functionsOf([statement]))
    emitAll(loopFacts(definition, analysis.notes, helpers), analysis);
  for (const inner of definitionsOf([statement]))
    if (inner.kind === "function") runAlone(inner.definition, null, scope, analysis);
    else if (inner.kind === "class") runClass(inner.definition.name, scope, analysis);
}

/** The code outside all functions, read as if it were one. */
const topLevel = (program: Program): FunctionDefinition => ({
  name: "",
  parameters: [],
  rest: null,
  body: program.statements,
  docstring: null,
  decorators: [],
  span: program.statements[0]?.span ?? { start: 0, end: 0 },
});

/** Definitions at the top level, those under `if` and `try` too. */
function definitionsOf(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "if")
      return [...definitionsOf(statement.then), ...definitionsOf(statement.otherwise)];
    if (statement.kind === "block" || statement.kind === "loop") return definitionsOf(statement.body);
    return [statement];
  });
}

function runClass(name: string, scope: Scope, analysis: Analysis): void {
  const of = scope.get(name);
  if (of?.kind !== "class") return;
  const instance = instantiate(of, null, analysis);
  for (const method of of.definition.methods)
    if (!initialisers.includes(method.name))
      runAlone(method, takesReceiver(method) || analysis.javascript ? instance : null, of.scope, analysis);
}

/**
 * Runs a function with unknown arguments. What it tells about a parameter late (an attention call, an unpacking) is
 * known from the start of a second run.
 */
function runAlone(
  definition: FunctionDefinition,
  self: Value | null,
  scope: Scope,
  analysis: Analysis,
): void {
  if (definition.decorators.some(isMapped)) return;
  const values = parameterValues(definition, self, scope, analysis);
  tellRanks(values, definition, analysis);
  const unknownAtFirst = [...values.values()].some((value) => value.kind === "tensor" && !value.layout.axes);
  run(definition, self, values, scope, analysis);
  const learnt = [...values.values()].some((value) => value.kind === "tensor" && value.layout.axes);
  if (unknownAtFirst && learnt) run(definition, self, values, scope, analysis);
}

/** What is only ever called with rows, at the top level of a script or notebook, is not taken for a norm of sequences. */
function tellRanks(
  values: ReadonlyMap<string, Value>,
  definition: FunctionDefinition,
  analysis: Analysis,
): void {
  definition.parameters.forEach(({ name }, index) => {
    const value = values.get(name);
    if (value?.kind !== "tensor" || value.layout.axes || analysis.rankPassed(definition, index) !== 2) return;
    value.layout.axes = [axisOf("unknown", null), axisOf("unknown", null)];
  });
}

function run(
  definition: FunctionDefinition,
  self: Value | null,
  values: ReadonlyMap<string, Value>,
  scope: Scope,
  analysis: Analysis,
): void {
  const inner = new Scope(scope, new Map(values));
  if (self) inner.set("this", self);
  const before = self?.kind === "instance" ? new Map(self.attributes) : null;
  analysis.active.push(definition);
  execute(definition.body, inner, analysis);
  analysis.active.pop();
  if (self?.kind === "instance" && before) forgetStatistics(self.attributes, before);
}

/** A running statistic that a pass has updated is none of what the next pass normalises. */
function forgetStatistics(attributes: Map<string, Value>, before: ReadonlyMap<string, Value>): void {
  for (const [name, value] of attributes) {
    if (value.kind !== "tensor" || !value.statistic) continue;
    const old = before.get(name);
    if (old) attributes.set(name, old);
    else attributes.delete(name);
  }
}
