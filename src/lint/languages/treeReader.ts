import type { Tree, TreeCursor } from "web-tree-sitter";
import { SyntaxNode } from "./syntaxNode.ts";

/** More nodes than this are not read from one tree: a file of 100,000 lines has about as many. */
const maxNodes = 3_000_000;

/** What lies deeper is not read: generated text, or a bracket that somebody's cat sat on. */
const maxDepth = 1000;

/**
 * Copies a tree out of the parser's memory, one child of the root at a time, in one walk of a cursor: each step is a call
 * into WebAssembly, and asking single nodes for their children and fields takes several times as many.
 */
export class TreeReader {
  private readonly cursor: TreeCursor;
  private readonly source: string;
  private readonly types: readonly string[];
  private readonly fields: readonly (string | null)[];
  private readonly named: readonly boolean[];
  private nodes = 0;
  private started = false;

  constructor(tree: Tree, source: string) {
    this.cursor = tree.walk();
    this.source = source;
    const { language } = tree;
    this.types = language.types;
    this.fields = language.fields;
    this.named = namedTypes(language);
  }

  /** Whether all nodes could be read within the limit of work. */
  get complete(): boolean {
    return this.nodes <= maxNodes;
  }

  /** Goes to the next child of the root; false behind the last one. */
  next(): boolean {
    const { cursor } = this;
    const found = this.started ? cursor.gotoNextSibling() : cursor.gotoFirstChild();
    this.started = true;
    return found;
  }

  get start(): number {
    return this.cursor.startIndex;
  }

  get end(): number {
    return this.cursor.endIndex;
  }

  get type(): string {
    return this.cursor.nodeType;
  }

  get isNamed(): boolean {
    return this.cursor.nodeIsNamed;
  }

  /** Copies the child that it stands at; its comments are added to `comments`. */
  read(comments: SyntaxNode[]): SyntaxNode {
    const { cursor } = this;
    const parents: SyntaxNode[][] = [];
    const top: SyntaxNode[] = [];
    let siblings = top;
    for (;;) {
      const children: SyntaxNode[] = [];
      const node = this.node(children);
      siblings.push(node);
      if (node.type === "comment") comments.push(node);
      const inner = node.isNamed && parents.length < maxDepth && ++this.nodes <= maxNodes;
      if (inner && cursor.gotoFirstChild()) {
        parents.push(siblings);
        siblings = children;
        continue;
      }
      while (parents.length > 0 && !cursor.gotoNextSibling()) {
        cursor.gotoParent();
        siblings = parents.pop()!;
      }
      if (parents.length === 0) return top[0]!;
    }
  }

  private node(children: SyntaxNode[]): SyntaxNode {
    const { cursor } = this;
    const id = cursor.nodeTypeId;
    const type = this.types[id] ?? "ERROR";
    const isNamed = this.named[id] ?? true;
    const start = cursor.startIndex;
    const end = isNamed ? cursor.endIndex : start + type.length;
    const fieldName = this.fields[cursor.currentFieldId] ?? null;
    return new SyntaxNode({ type, start, end, fieldName, isNamed, children }, this.source);
  }

  dispose(): void {
    this.cursor.delete();
  }
}

const namedByLanguage = new WeakMap<Tree["language"], readonly boolean[]>();

function namedTypes(language: Tree["language"]): readonly boolean[] {
  const known = namedByLanguage.get(language);
  if (known) return known;
  const named = language.types.map((_, id) => language.nodeTypeIsNamed(id));
  namedByLanguage.set(language, named);
  return named;
}
