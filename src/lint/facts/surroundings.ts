import type { Program, Span, Statement } from "../syntax/program.ts";
import { contains, functionAround, statementAt } from "../syntax/walk.ts";
import { isExemptCaller, isExemptOwner, isNamedForPooling } from "./exemptions.ts";
import { forwards } from "./instances.ts";
import { type Definition, type OwnCode, ownCodeOf, wholeCode } from "./ownCode.ts";

/** A function or class at the top level. */
interface Owner {
  readonly name: string;
  readonly span: Span;
  readonly code: OwnCode;
  /** Where the future is masked, in its own code or in that of a module it belongs together with. */
  causal: Span | null;
}

/** What stands around a fact: the names of its owners, and whether they mask the future. */
export class Surroundings {
  readonly program: Program;
  private readonly text: string;
  /** In the order of the text; no two overlap. */
  private readonly owners: readonly Owner[];
  private readonly hasDecoder: boolean;
  private whole: OwnCode | null = null;

  constructor(program: Program, text: string) {
    this.program = program;
    this.text = text;
    this.owners = definitionsIn(program.statements).map((definition) => this.owner(definition));
    this.hasDecoder = this.owners.some(({ name }) => /decoder/i.test(name));
    this.spread();
  }

  private owner(definition: Definition): Owner {
    const { name, span } = definition;
    const code = ownCodeOf(definition, this.program, this.text);
    return { name, span, code, causal: code.causal && moved(code.causal, span.start) };
  }

  /**
   * A module that uses a causal one is causal; what a causal module uses is called by one. An encoder beside a decoder
   * reads its whole input, whatever the decoder or a model of both masks.
   */
  private spread(): void {
    const own = this.owners.filter(({ causal }) => causal !== null);
    if (own.length === 0) return;
    const others = this.owners.filter((owner) => !owner.causal && !this.readsAll(owner));
    const masked = evidenceByName(own.map(({ name, causal }) => [name, causal]));
    for (const user of others) user.causal = firstOf(user.code.words, masked);
    const users = others.filter(({ causal }) => causal !== null);
    const called = evidenceByName(
      [...own, ...users].flatMap(({ code, causal }) => [...code.words].map((word) => [word, causal])),
    );
    for (const owner of others) owner.causal ??= called.get(owner.name)?.causal ?? null;
  }

  /** An encoder that masks nothing itself, beside a decoder. */
  private readsAll({ name, causal }: Owner): boolean {
    return this.hasDecoder && !causal && /encoder/i.test(name) && !/decoder/i.test(name);
  }

  /** The evidence of a causal mask in the modules that a fact lies in or came through, innermost first. */
  causal(spans: readonly Span[]): Span | null {
    for (const span of spans) {
      const inside = statementAt(span, this.owners);
      if (inside?.causal) return inside.causal;
      if (inside && this.readsAll(inside)) return null;
      if (!inside && this.owners.length === 0)
        return (this.whole ??= wholeCode(this.program, this.text)).causal;
    }
    return null;
  }

  /** Whether a function or class around this place is about raw data, losses or weights. */
  exempt(span: Span, neighbour: Program | null, frames: readonly Span[]): boolean {
    const callers = frames.flatMap((frame) => ownersOf(this.program.statements, frame));
    if (callers.some(isExemptCaller)) return true;
    if (!neighbour && this.analyses(span)) return true;
    return ownersOf((neighbour ?? this.program).statements, span).some(isExemptOwner);
  }

  /** Whether a function or class around this place is named for what it pools, as a batch norm is. */
  namedForPooling(span: Span, neighbour: Program | null): boolean {
    return ownersOf((neighbour ?? this.program).statements, span).some(isNamedForPooling);
  }

  /** Whether the function around this place looks at activations, as a PCA does, and passes none on. */
  private analyses(span: Span): boolean {
    const owner = functionAround(span, this.program.statements);
    if (!owner || forwards.includes(owner.name)) return false;
    return ownCodeOf(owner, this.program, this.text).analyses;
  }
}

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

interface Evidence {
  readonly place: number;
  readonly causal: Span | null;
}

/** Of several with one name the first counts. */
function evidenceByName(named: readonly (readonly [string, Span | null])[]): ReadonlyMap<string, Evidence> {
  const byName = new Map<string, Evidence>();
  named.forEach(([name, causal], place) => {
    if (name && !byName.has(name)) byName.set(name, { place, causal });
  });
  return byName;
}

function firstOf(words: ReadonlySet<string>, byName: ReadonlyMap<string, Evidence>): Span | null {
  let first: Evidence | undefined;
  for (const word of words) {
    const found = byName.get(word);
    if (found && !(first && first.place < found.place)) first = found;
  }
  return first?.causal ?? null;
}

function definitionsIn(statements: readonly Statement[]): Definition[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "function" || statement.kind === "class") return [statement.definition];
    if (statement.kind === "if")
      return [...definitionsIn(statement.then), ...definitionsIn(statement.otherwise)];
    return statement.kind === "block" ? definitionsIn(statement.body) : [];
  });
}

/** The names of the functions and classes around a place, outermost first. */
function ownersOf(statements: readonly Statement[], span: Span): string[] {
  const statement = statementAt(span, statements);
  switch (statement?.kind) {
    case "function":
      return [statement.definition.name, ...ownersOf(statement.definition.body, span)];
    case "class": {
      const { name, methods } = statement.definition;
      const method = methods.find((candidate) => contains(candidate.span, span));
      return [name, ...(method ? [method.name] : [])];
    }
    case "if":
      return ownersOf([...statement.then, ...statement.otherwise], span);
    case "loop":
    case "block":
      return ownersOf(statement.body, span);
    default:
      return [];
  }
}
