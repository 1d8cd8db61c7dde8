import { type StatedShape, statedShapes } from "../layout/statedShapes.ts";
import type { LineMap } from "../lineMap.ts";
import type { Comment, FunctionDefinition, Span } from "../syntax/program.ts";

/** The shapes that comments state, by line. */
export class ShapeNotes {
  private readonly byLine = new Map<number, readonly StatedShape[]>();
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

  /** Shapes that a function's docstring, or the comment above it, states for its parameters. */
  of(definition: FunctionDefinition): readonly StatedShape[] {
    const above = this.above(definition.span).filter((shape) => shape.subject !== null);
    return definition.docstring ? [...above, ...statedShapes(definition.docstring)] : above;
  }
}
