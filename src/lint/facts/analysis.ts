import type { Program, Span } from "../syntax/program.ts";
import type { Fact } from "./facts.ts";
import type { FunctionDefinition } from "../syntax/program.ts";
import type { ShapeNotes } from "./shapeNotes.ts";

/** Thrown inside the interpreter when a file needs more work than it is given. */
export class WorkLimit extends Error {}

/** What one run over one program carries along. */
export class Analysis {
  readonly program: Program;
  readonly notes: ShapeNotes;
  readonly javascript: boolean;
  /** Whether names such as hidden_states say a layout: in a program with attention and without convolutions. */
  readonly namesTokens: boolean;
  readonly facts: Fact[] = [];
  /** The calls that the interpreter is inside of. */
  readonly frames: Span[] = [];
  readonly active: FunctionDefinition[] = [];
  private steps: number;

  constructor(
    program: Program,
    notes: ShapeNotes,
    javascript: boolean,
    namesTokens: boolean,
    steps = 300_000,
  ) {
    this.program = program;
    this.notes = notes;
    this.javascript = javascript;
    this.namesTokens = namesTokens;
    this.steps = steps;
  }

  step(): void {
    if (--this.steps < 0) throw new WorkLimit();
  }

  emit(fact: Fact): void {
    this.facts.push(fact);
  }
}
