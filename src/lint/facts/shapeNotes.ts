import { type StatedShape, isFiller, statedShapes } from "../layout/statedShapes.ts";
import type { LineMap } from "../lineMap.ts";
import type { ClassDefinition, Comment, FunctionDefinition, Span } from "../syntax/program.ts";

/** The notes of one file, whose offsets start at `base`. */
interface FileNotes {
  readonly base: number;
  readonly lines: LineMap;
  readonly byLine: ReadonlyMap<number, readonly StatedShape[]>;
}

/** The shapes that comments and docstrings state, in the file and in those neighbours that are read. */
export class ShapeNotes {
  private readonly files: FileNotes[] = [];
  private readonly byFunction = new Map<FunctionDefinition, readonly StatedShape[]>();
  private readonly owners = new Map<FunctionDefinition, ClassDefinition>();

  constructor(comments: readonly Comment[], lines: LineMap) {
    this.add(comments, lines, 0);
  }

  /** Adds a file; `base` is the offset that its text starts at. */
  add(comments: readonly Comment[], lines: LineMap, base: number): void {
    const byLine = new Map<number, readonly StatedShape[]>();
    for (const comment of comments) {
      const shapes = statedShapes(comment);
      if (shapes.length > 0) byLine.set(lines.line(comment.end - 1 - base), shapes);
    }
    this.files.push({ base, lines, byLine });
  }

  private fileAt(offset: number): FileNotes {
    const [first] = this.files;
    if (this.files.length === 1) return first!;
    return (
      this.files.findLast(({ base, lines }) => base <= offset && offset <= base + lines.length) ?? first!
    );
  }

  get empty(): boolean {
    return this.files.every(({ byLine }) => byLine.size === 0);
  }

  /** What a class's docstring states is about the parameters of its methods. */
  inherit(owner: ClassDefinition): void {
    if (owner.docstring) for (const method of owner.methods) this.owners.set(method, owner);
  }

  /** Shapes in the comment lines directly above a statement. */
  above(span: Span): readonly StatedShape[] {
    const { base, lines, byLine } = this.fileAt(span.start);
    if (byLine.size === 0) return [];
    let line = lines.line(span.start - base) - 1;
    const found: StatedShape[] = [];
    while (line >= 0 && lines.isComment(line)) {
      found.unshift(...(byLine.get(line) ?? []));
      line--;
    }
    return found;
  }

  /** Shapes in a comment at the end of a statement's last line. */
  beside(span: Span): readonly StatedShape[] {
    const { base, lines, byLine } = this.fileAt(span.start);
    const line = lines.line(span.end - 1 - base);
    return byLine.get(line)?.filter((shape) => shape.span.start >= span.end) ?? [];
  }

  /** The shape of a parameter, by the function's docstring, the comment above it or beside its head, or its class. */
  ofParameter(definition: FunctionDefinition, name: string, place: number): StatedShape | undefined {
    const shapes = this.of(definition);
    const named = shapes.findLast((shape) => shape.subjects.includes(name) && shape.order !== null);
    return named ?? shapes.find((shape) => shape.order === place && shape.subjects.every(isFiller));
  }

  /** Every shape that is stated about a function. */
  of(definition: FunctionDefinition): readonly StatedShape[] {
    const known = this.byFunction.get(definition);
    if (known) return known;
    const shapes = this.read(definition);
    this.byFunction.set(definition, shapes);
    return shapes;
  }

  private read(definition: FunctionDefinition): readonly StatedShape[] {
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
    const { base, lines, byLine } = this.fileAt(definition.span.start);
    if (byLine.size === 0 || !first) return [];
    const found: StatedShape[] = [];
    const last = lines.line(first.span.start - base);
    for (let line = lines.line(definition.span.start - base); line < last; line++)
      found.push(...(byLine.get(line)?.filter(({ span }) => span.start >= definition.span.start) ?? []));
    return found;
  }
}
