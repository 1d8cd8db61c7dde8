import { type StatedShape, isFiller, statedShapes } from "../layout/statedShapes.ts";
import type { LineMap } from "../lineMap.ts";
import type { ClassDefinition, Comment, FunctionDefinition, Span } from "../syntax/program.ts";

/** The shapes that comments and docstrings state. */
export class ShapeNotes {
  private readonly byLine = new Map<number, readonly StatedShape[]>();
  private readonly owners = new Map<FunctionDefinition, ClassDefinition>();
  private readonly lines: LineMap;

  constructor(comments: readonly Comment[], lines: LineMap) {
    this.lines = lines;
    for (const comment of comments) {
      const shapes = statedShapes(comment);
      if (shapes.length > 0) this.byLine.set(lines.line(comment.end - 1), shapes);
    }
  }

  get empty(): boolean {
    return this.byLine.size === 0;
  }

  /** What a class's docstring states is about the parameters of its methods. */
  inherit(owner: ClassDefinition): void {
    if (owner.docstring) for (const method of owner.methods) this.owners.set(method, owner);
  }

  /** Shapes in the comment lines directly above a statement. */
  above(span: Span): readonly StatedShape[] {
    if (this.empty) return [];
    let line = this.lines.line(span.start) - 1;
    const found: StatedShape[] = [];
    while (line >= 0 && this.lines.isComment(line)) {
      found.unshift(...(this.byLine.get(line) ?? []));
      line--;
    }
    return found;
  }

  /** Shapes in a comment at the end of a statement's last line. */
  beside(span: Span): readonly StatedShape[] {
    const line = this.lines.line(span.end - 1);
    return this.byLine.get(line)?.filter((shape) => shape.span.start >= span.end) ?? [];
  }

  /** The shape of a parameter, by the function's docstring, the comment above it or beside its head, or its class. */
  ofParameter(definition: FunctionDefinition, name: string, place: number): StatedShape | undefined {
    const shapes = this.of(definition);
    const named = shapes.findLast((shape) => shape.subjects.includes(name) && shape.order !== null);
    return named ?? shapes.find((shape) => shape.order === place && shape.subjects.every(isFiller));
  }

  /** Every shape that is stated about a function. */
  of(definition: FunctionDefinition): readonly StatedShape[] {
    const owner = this.owners.get(definition);
    return [
      ...(owner && /^(forward|call|__call__|apply)$/.test(definition.name)
        ? statedShapes(owner.docstring!)
        : []),
      ...this.above(definition.span),
      ...this.besideHead(definition),
      ...(definition.docstring ? statedShapes(definition.docstring) : []),
    ];
  }

  /** Shapes in comments between a function's parameters and its body: `def mha(x):  # [n_seq, n_embd] -> ...`. */
  private besideHead(definition: FunctionDefinition): readonly StatedShape[] {
    const first = definition.body[0];
    if (this.empty || !first) return [];
    const found: StatedShape[] = [];
    for (let line = this.lines.line(definition.span.start); line < this.lines.line(first.span.start); line++)
      found.push(...(this.byLine.get(line)?.filter(({ span }) => span.start >= definition.span.start) ?? []));
    return found;
  }
}
