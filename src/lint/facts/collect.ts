import type { Neighbourhood } from "../neighbours.ts";
import type { Source } from "../source.ts";
import type { FunctionDefinition, Program, Statement } from "../syntax/program.ts";
import { Analysis, WorkLimit } from "./analysis.ts";
import { initialisers, instantiate, isMapped, takesReceiver } from "./calls.ts";
import { execute } from "./execute.ts";
import { parameterValues } from "./parameters.ts";
import type { Fact } from "./facts.ts";
import { loopFacts } from "./loops/loopFacts.ts";
import { Scope } from "./scope.ts";
import { ShapeNotes } from "./shapeNotes.ts";
import type { Value } from "./values.ts";

export interface CollectedFacts {
  readonly facts: readonly Fact[];
  /** False where the limit of work ended the run; the facts so far are kept. */
  readonly complete: boolean;
}

/** Runs a program over layouts instead of numbers: its top level, then each function and each class by itself. */
export function collectFacts(
  program: Program,
  { text, lines, language }: Source,
  path: string,
  neighbourhood: Neighbourhood | null,
): CollectedFacts {
  const notes = new ShapeNotes(program.comments, lines);
  const analysis = new Analysis(program, text, notes, language !== "python", neighbourhood);
  const complete = withinLimit(() => runProgram(program, path, analysis));
  return { facts: [...analysis.facts, ...loopFacts(program, notes)], complete };
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

function runProgram(program: Program, path: string, analysis: Analysis): void {
  const scope = new Scope(null, new Map(), path);
  execute(program.statements, scope, analysis);
  for (const statement of definitionsOf(program.statements)) {
    if (statement.kind === "function") runAlone(statement.definition, null, scope, analysis);
    else if (statement.kind === "class") runClass(statement.definition.name, scope, analysis);
  }
}

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
  const unknownAtFirst = [...values.values()].some((value) => value.kind === "tensor" && !value.layout.axes);
  run(definition, self, values, scope, analysis);
  const learnt = [...values.values()].some((value) => value.kind === "tensor" && value.layout.axes);
  if (unknownAtFirst && learnt) run(definition, self, values, scope, analysis);
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
  analysis.active.push(definition);
  execute(definition.body, inner, analysis);
  analysis.active.pop();
}
