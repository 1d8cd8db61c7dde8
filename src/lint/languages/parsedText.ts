import { Edit as TreeEdit, type Point, type Tree } from "web-tree-sitter";
import { LineMap } from "../lineMap.ts";
import type { Comment, Program, Span, Statement } from "../syntax/program.ts";
import { shiftSpans } from "../syntax/shift.ts";
import { Lowering, unreadableSpans } from "./lowering.ts";
import type { SyntaxNode } from "./syntaxNode.ts";
import { TreeReader } from "./treeReader.ts";

/** How a language's tree is lowered, one child of the root at a time. */
interface LanguageLowering {
  statements(node: SyntaxNode, lowering: Lowering): readonly Statement[];
  comment(text: string): string;
}

/** What one child of the root was lowered to. Its places move along when the text before it is edited. */
interface Part {
  readonly type: string;
  readonly place: Span;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}

/** The one stretch in which a text differs from what it was. */
interface Edit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A parsed text. `dispose` gives the tree's memory back, which no garbage collector does. */
export class ParsedText {
  readonly tree: Tree;
  private readonly text: string;
  private readonly language: LanguageLowering;
  private readonly lowering = new Lowering();
  /** Parts that an edit left as they were, by their start. */
  private readonly kept: ReadonlyMap<number, Part> | null;
  private parts: readonly Part[] | null = null;

  constructor(text: string, tree: Tree, language: LanguageLowering, kept: ReadonlyMap<number, Part> | null) {
    this.text = text;
    this.tree = tree;
    this.language = language;
    this.kept = kept;
  }

  /** Where the text could not be parsed. */
  get unreadable(): readonly Span[] {
    return unreadableSpans(this.tree.rootNode);
  }

  /** The lowered text; what an edit left alone is the very same objects as before, moved. */
  program(): Program {
    this.parts ??= this.lower();
    return {
      statements: this.parts.flatMap((part) => part.statements),
      comments: this.parts.flatMap((part) => part.comments),
    };
  }

  /** Whether the program holds all of the text; false where lowering reached its limit of work. */
  get complete(): boolean {
    return this.lowering.complete;
  }

  dispose(): void {
    this.tree.delete();
  }

  private lower(): readonly Part[] {
    const reader = new TreeReader(this.tree, this.text);
    const parts: Part[] = [];
    let afterNewComment = false;
    while (reader.next()) {
      if (!reader.isNamed) continue;
      // A part under a new comment is read anew, for the comment may tell something of it.
      const kept: Part | undefined = afterNewComment ? undefined : this.keptPart(reader);
      afterNewComment = kept === undefined && reader.type === "comment";
      parts.push(kept ?? this.lowerChild(reader));
    }
    reader.dispose();
    return parts;
  }

  private keptPart({ type, start, end }: TreeReader): Part | undefined {
    const part = this.kept?.get(start);
    return part?.type === type && part.place.end === end ? part : undefined;
  }

  private lowerChild(reader: TreeReader): Part {
    const comments: SyntaxNode[] = [];
    const node = reader.read(comments);
    return {
      type: node.type,
      place: node.span,
      statements: this.language.statements(node, this.lowering),
      comments: comments.map(({ text, span }) => ({ text: this.language.comment(text), ...span })),
    };
  }

  /** Tells the tree how its text changes; null where nothing of it is worth keeping. */
  startEdit(text: string): Edit | null {
    if (!this.parts) return null;
    const edit = difference(this.text, text);
    const [before, after] = [new LineMap(this.text), new LineMap(text)];
    const point = (lines: LineMap, offset: number): Point => ({
      row: lines.line(offset),
      column: lines.column(offset),
    });
    const treeEdit = new TreeEdit({
      startIndex: edit.start,
      oldEndIndex: edit.oldEnd,
      newEndIndex: edit.newEnd,
      startPosition: point(before, edit.start),
      oldEndPosition: point(before, edit.oldEnd),
      newEndPosition: point(after, edit.newEnd),
    });
    this.tree.edit(treeEdit);
    return edit;
  }

  /** The parts that neither the edit nor its consequences for the tree touch, moved to their new places. */
  partsAfter(edit: Edit, tree: Tree): ReadonlyMap<number, Part> {
    const kept = new Map<number, Part>();
    const by = edit.newEnd - edit.oldEnd;
    const changed = this.tree.getChangedRanges(tree);
    let comment = false;
    for (const part of this.parts ?? []) {
      const touched = part.place.end >= edit.start && part.place.start <= edit.oldEnd;
      const underTouchedComment: boolean = comment;
      comment = part.type === "comment" && (touched || underTouchedComment);
      if (touched) continue;
      if (part.place.start > edit.oldEnd && by !== 0) shiftSpans(part, by);
      const { start, end } = part.place;
      const reparsed = changed.some((range) => range.startIndex <= end && start <= range.endIndex);
      if (!reparsed && !underTouchedComment) kept.set(start, part);
    }
    return kept;
  }
}

function difference(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}
