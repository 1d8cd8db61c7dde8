import type { Neighbour } from "../neighbours.ts";
import type { Statement } from "../syntax/program.ts";
import { namesOfTarget } from "../syntax/walk.ts";
import type { Fact } from "./facts.ts";

/** What a program is like as a whole; facts of another kind of program do not hold. */
export interface ProgramKind {
  readonly speaking: string;
  readonly neighbours: readonly Neighbour[];
}

/**
 * The facts of the last run of a document, by the definition they came from. Those of a definition hold until it, or
 * one whose name can be reached from it, is edited.
 */
export class FactMemory {
  private facts = new Map<Statement, readonly Fact[]>();
  private statements: readonly Statement[] = [];
  private words = new Map<Statement, ReadonlySet<string>>();
  private kind: ProgramKind | null = null;

  /** Starts a run: forgets what the edit may have changed. */
  begin(statements: readonly Statement[], text: string, kind: ProgramKind): void {
    const before = this.statements;
    const words = new Map(
      statements.map((statement) => [statement, this.words.get(statement) ?? wordsOf(statement, text)]),
    );
    if (!this.kind || !sameKind(this.kind, kind)) this.facts.clear();
    else {
      const dirty = dirtyNames(before, statements, words);
      const lives = new Set(statements);
      for (const known of this.facts.keys())
        if (!lives.has(known) || touches(words.get(known)!, dirty)) this.facts.delete(known);
    }
    this.statements = statements;
    this.words = words;
    this.kind = kind;
  }

  get(statement: Statement): readonly Fact[] | undefined {
    return this.facts.get(statement);
  }

  set(statement: Statement, facts: readonly Fact[]): void {
    this.facts.set(statement, facts);
  }

  /** After a run that ended early nothing is known. */
  clear(): void {
    this.facts.clear();
    this.kind = null;
  }
}

const sameKind = (a: ProgramKind, b: ProgramKind): boolean =>
  a.speaking === b.speaking &&
  a.neighbours.length === b.neighbours.length &&
  a.neighbours.every((neighbour, index) => neighbour === b.neighbours[index]);

const wordsOf = ({ span }: Statement, text: string): ReadonlySet<string> =>
  new Set(text.slice(span.start, span.end).match(/[A-Za-z_$][\w$]*/g));

/** The names that new or vanished statements define, and those of statements that mention one of them. */
function dirtyNames(
  before: readonly Statement[],
  after: readonly Statement[],
  words: ReadonlyMap<Statement, ReadonlySet<string>>,
): Set<string> {
  const [old, current] = [new Set(before), new Set(after)];
  const dirty = new Set<string>();
  for (const statement of before) if (!current.has(statement)) addAll(dirty, definedBy(statement));
  for (const statement of after) if (!old.has(statement)) addAll(dirty, definedBy(statement));
  for (let grew = dirty.size > 0; grew;) {
    const size = dirty.size;
    for (const statement of after)
      if (touches(words.get(statement)!, dirty)) addAll(dirty, definedBy(statement));
    grew = dirty.size > size;
  }
  return dirty;
}

const addAll = (set: Set<string>, names: readonly string[]): void => {
  for (const name of names) set.add(name);
};

const touches = (words: ReadonlySet<string>, dirty: ReadonlySet<string>): boolean => {
  for (const name of dirty) if (words.has(name)) return true;
  return false;
};

function definedBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case "function":
    case "class":
      return [statement.definition.name];
    case "assign":
      return namesOfTarget(statement.target);
    case "import":
      return statement.bindings.map(({ name }) => name);
    case "if":
      return [...statement.then, ...statement.otherwise].flatMap(definedBy);
    case "loop":
    case "block":
      return statement.body.flatMap(definedBy);
    default:
      return [];
  }
}
