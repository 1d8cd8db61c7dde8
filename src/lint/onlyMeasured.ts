import { centredNames, endOfCentred } from "./correlation.ts";
import { expressionsOf, pathTo } from "./pathTo.ts";
import type { Argument, Expression, Program, Span, Statement } from "./syntax/program.ts";
import {
  contains,
  functionAround,
  walkAround,
  sourcesIn,
  walkExpressions,
  walkStatements,
} from "./syntax/walk.ts";

// A tensor that is normalised only to be looked at (its size is logged, it is plotted, compared, or part of a loss) is no
// activation that later layers read. Anything not understood counts as read on.

const reductions =
  /^(reduce_)?(mean|sum|norm|vector_norm|max|min|amax|amin|std|var|median|prod|any|all|nanmean)$/;
const elementwise =
  /^(abs|square|sqrt|rsqrt|pow|power|exp|log\w*|clamp\w*|clip|maximum|minimum|relu|float|double|half|bfloat16|detach|cpu|numpy|to|type|astype|asarray|array|clone|contiguous|view|reshape|flatten|ravel|permute|transpose|unsqueeze|squeeze|stack|t|add|sub|mul|div|topk|sort|quantile|cov|diag\w*|triu|tril|trace|real|nan_to_num)$/;
const lookedAt =
  /^(item|tolist|byte|allclose|equal|isclose|svdvals|matrix_rank|arraySync|dataSync|array|hist\w*|backward)$/;
const looks =
  /^(print|float|int|format|isclose|equal|assert\w*|\w*allclose\w*|\w*almost_?equal\w*|\w*loss|mse\w*|kl_div|cross_entropy|svdvals|eigvals\w*|matrix_rank|corrcoef|\w*cosine\w*|\w*distance\w*|\w*metrics?|\w*statistics|\w*stats|imshow|heatmap|matshow|clustermap|pcolormesh|dump|add_(scalar|histogram|image|figure)|log(_(metrics?|scalar|dict|hist\w*|stats?))?|debug|info|warning|Parameter|register_buffer)$/;
const libraries = /^(torch|np|numpy|jnp|tf|math|Math|K|ops|F)$/;
const viewers = /^(plt|ax|axs|axes|fig|sns|px|tfvis|wandb|writer|logger|logging)$/;
const logs = /(^|_)logs?($|_)|logger|metrics?$|stats$|statistics$|history|writer|diagnos/i;
/** A name that is read more often than this goes into more than a correlation. */
const mostReads = 8;
const comparisons = /^(==|!=|===|!==|<|>|<=|>=|in|not in|is|is not)$/;
const bytes = /uint8|Uint8Clamped/;

/** How many uses of one value are followed: more are no longer only a look. */
const mostUses = 200;

/**
 * Whether what is computed here is used for measures alone.
 *
 * @param frames the calls that led here, outermost first: what a function returns goes on where it was called.
 */
export function onlyMeasured(span: Span, frames: readonly Span[], program: Program, text: string): boolean {
  return new Uses(program, text).end(span, frames, 0);
}

class Uses {
  private readonly program: Program;
  private readonly text: string;
  private usesLeft = mostUses;

  constructor(program: Program, text: string) {
    this.program = program;
    this.text = text;
  }

  end(span: Span, frames: readonly Span[], depth: number): boolean {
    const path = depth < 8 && this.usesLeft-- > 0 ? pathTo(span, this.program.statements) : null;
    if (!path) return false;
    let child: Span = span;
    for (const parent of path.parents) {
      const step = throughParent(parent, child);
      if (step !== "on") return step === "measured";
      child = parent.span;
    }
    return this.endOfStatement(path.statement, child, frames, depth);
  }

  private endOfStatement(statement: Statement, value: Span, frames: readonly Span[], depth: number): boolean {
    if (statement.kind === "if") return contains(statement.test.span, value);
    if (statement.kind === "return") {
      const call = frames.at(-1);
      return call !== undefined && this.end(call, frames.slice(0, -1), depth + 1);
    }
    if (statement.kind !== "assign") return false;
    const { target } = statement;
    if (target.kind !== "name") return logs.test(targetName(target));
    const reads = this.readsOf(target.name, statement);
    if (reads.length === 0) return this.isTold(target.name, statement.span);
    if (statement.value?.kind === "binary" && this.isCorrelated(target.name, statement.span, reads))
      return true;
    return reads.every((read) => this.end(read, frames, depth + 1));
  }

  /** Whether all that is read of a centred name goes into its correlation with another one. */
  private isCorrelated(name: string, assigned: Span, reads: readonly Span[]): boolean {
    const owner = functionAround(assigned, this.program.statements);
    if (!owner || reads.length > mostReads) return false;
    const centred = centredNames(owner.body, this.text);
    if (!centred.has(name)) return false;
    const ends = reads.map((read) => {
      const path = pathTo(read, this.program.statements);
      return path && endOfCentred(name, path.parents, centred, this.text);
    });
    return ends.includes("product") && !ends.includes(null);
  }

  /** Whether a name that no expression reads stands in a text that is put together: `f"{spread:.3f}"`, `${spread}`. */
  private isTold(name: string, assigned: Span): boolean {
    const owner = functionAround(assigned, this.program.statements);
    const after = this.text.slice(assigned.end, owner?.span.end);
    const word = name.replaceAll("$", "\\$");
    return new RegExp(`(\\bf["'].{0,200}|\\$)\\{[^{}]{0,200}(?<![\\w.$])${word}(?![\\w$])`).test(after);
  }

  /** Where a name is read after an assignment, or in a loop around it; in its function, or in the whole text outside of any. */
  private readsOf(name: string, assigned: Statement): Span[] {
    const owner = functionAround(assigned.span, this.program.statements);
    const statements = owner?.body ?? this.program.statements;
    const loops: Span[] = [];
    walkAround(assigned.span, statements, (statement) => {
      if (statement.kind === "loop") loops.push(statement.span);
    });
    return readsIn(statements, name).filter(
      (read) => read.start >= assigned.span.end || loops.some((loop) => contains(loop, read)),
    );
  }
}

/** What an operation makes of the value inside it. */
function throughParent(parent: Expression, child: Span): "on" | "measured" | "read" {
  switch (parent.kind) {
    case "binary":
      if (parent.operator === "@") return ofItself(parent.left, parent.right) ? "on" : "read";
      return comparisons.test(parent.operator) ? "measured" : "on";
    case "conditional":
      return contains(parent.test.span, child) ? "measured" : "on";
    case "subscript":
      return contains(parent.object.span, child) ? "on" : "read";
    case "call":
      return throughCall(parent.callee, parent.args, child);
    case "function":
      return "read";
    default:
      return "on";
  }
}

function throughCall(callee: Expression, args: readonly Argument[], child: Span): "on" | "measured" | "read" {
  const name = callee.kind === "attribute" || callee.kind === "name" ? callee.name : "";
  const own = contains(callee.span, child);
  if (own ? lookedAt.test(name) : isLook(callee, name)) return "measured";
  const rest = own ? args : args.slice(1);
  if (rest.some((argument) => isBytes(argument.value))) return "measured";
  if (reductions.test(name)) return isWhole(name, rest) ? "measured" : "on";
  return elementwise.test(name) ? "on" : "read";
}

/** `z.T @ z`, a covariance; a product with anything else is what a layer computes. */
function ofItself(left: Expression, right: Expression): boolean {
  const names = sourcesIn(left);
  return [...sourcesIn(right)].some((name) => names.has(name));
}

/** Whether a function only looks at what it is given. `torch.log(x)` computes, `wandb.log(x)` tells. */
function isLook(callee: Expression, name: string): boolean {
  const of = callee.kind === "attribute" && callee.object.kind === "name" ? callee.object.name : "";
  return viewers.test(of) || (looks.test(name) && !(name === "log" && libraries.test(of)));
}

/** `np.uint8` among the arguments of a cast: the value is a picture. */
const isBytes = (value: Expression): boolean =>
  ((value.kind === "attribute" || value.kind === "name") && bytes.test(value.name)) ||
  (value.kind === "string" && bytes.test(value.value));

/** Whether a reduction without an axis leaves one number. */
function isWhole(name: string, args: readonly Argument[]): boolean {
  const named = args.some((argument) => argument.name !== null && /^(dims?|ax[ie]s)$/.test(argument.name));
  const positional = args.filter((argument) => argument.name === null).length;
  return !named && positional <= (/norm$/.test(name) ? 1 : 0);
}

const targetName = (target: Expression): string =>
  target.kind === "name" || target.kind === "attribute"
    ? target.name
    : target.kind === "subscript"
      ? targetName(target.object)
      : "";

/** Name -> where it is read, of the functions that were asked about. */
const reads = new WeakMap<readonly Statement[], Map<string, Span[]>>();
function readsIn(statements: readonly Statement[], name: string): readonly Span[] {
  let found = reads.get(statements);
  if (found === undefined) reads.set(statements, (found = allReads(statements)));
  return found.get(name) ?? [];
}

function allReads(statements: readonly Statement[], found = new Map<string, Span[]>()): Map<string, Span[]> {
  const visit = (expression: Expression): void =>
    walkExpressions(expression, (part) => {
      if (part.kind === "name") spansOf(part.name, found).push(part.span);
      if (part.kind === "function") allReads(part.definition.body, found);
    });
  walkStatements(statements, (statement) => {
    expressionsOf(statement).forEach(visit);
    if (statement.kind === "assign" && statement.target.kind !== "name") visit(statement.target);
  });
  return found;
}

function spansOf(name: string, found: Map<string, Span[]>): Span[] {
  let spans = found.get(name);
  if (spans === undefined) found.set(name, (spans = []));
  return spans;
}
