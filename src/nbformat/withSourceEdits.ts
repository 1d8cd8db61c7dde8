/** Where one UTF-16 code unit of a cell's source stands in the notebook's own text, escapes and all. */
interface UnitPlace {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a cell's source, in code units, and what it becomes. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A notebook's text with edits in the sources of its cells; every other character stays as it is, however its numbers,
 * escapes and lines are written.
 *
 * @param text JSON that `parseNotebook` takes
 * @param edits by the index of the cell; none of a cell overlap
 */
export function withSourceEdits(text: string, edits: ReadonlyMap<number, readonly SourceEdit[]>): string {
  const cells = new JsonText(text).cellSources();
  const raw = [...edits].flatMap(([cell, list]) => {
    const units = cells[cell] ?? [];
    return list.map((edit) => ({ ...rawPlace(edit, units), text: JSON.stringify(edit.text).slice(1, -1) }));
  });
  return raw
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

function rawPlace({ start, end }: SourceEdit, units: readonly UnitPlace[]): UnitPlace {
  const from = units[start]?.start ?? units.at(-1)?.end;
  if (from === undefined) throw new RangeError("An edit lies outside of its cell's source.");
  return { start: from, end: end > start ? units[end - 1]!.end : from };
}

/** Walks the text of a JSON document that is known to be well formed. */
class JsonText {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The units of each cell's source, in order. */
  cellSources(): readonly (readonly UnitPlace[])[] {
    let sources: (readonly UnitPlace[])[] = [];
    this.members((key) => {
      if (key === "cells") sources = this.items(() => this.cellSource());
      else this.skip();
    });
    return sources;
  }

  private cellSource(): readonly UnitPlace[] {
    let units: readonly UnitPlace[] = [];
    if (this.peek() !== "{") this.skip();
    else
      this.members((key) => {
        if (key === "source") units = this.multilineText();
        else this.skip();
      });
    return units;
  }

  /** The units of text as nbformat stores it: one string, or several that are read as one. */
  private multilineText(): readonly UnitPlace[] {
    return this.peek() === "[" ? this.items(() => this.string()).flat() : this.string();
  }

  private members(visit: (key: string) => void): void {
    this.list("}", () => {
      this.peek();
      const start = this.at;
      this.string();
      const key = JSON.parse(this.text.slice(start, this.at)) as string;
      this.peek();
      this.at++; // the colon
      visit(key);
    });
  }

  private items<T>(read: () => T): T[] {
    const items: T[] = [];
    this.list("]", () => items.push(read()));
    return items;
  }

  private list(close: string, each: () => void): void {
    this.peek();
    this.at++;
    while (this.peek() !== close) {
      each();
      if (this.peek() === ",") this.at++;
    }
    this.at++;
  }

  /** The next character that is no white space. */
  private peek(): string {
    while (/[\s\uFEFF]/.test(this.text.charAt(this.at))) this.at++;
    return this.text.charAt(this.at);
  }

  private string(): UnitPlace[] {
    const units: UnitPlace[] = [];
    if (this.peek() !== '"') {
      this.skip();
      return units;
    }
    for (this.at++; this.text.charAt(this.at) !== '"';) {
      const length = this.text.charAt(this.at) !== "\\" ? 1 : this.text.charAt(this.at + 1) === "u" ? 6 : 2;
      units.push({ start: this.at, end: this.at + length });
      this.at += length;
    }
    this.at++;
    return units;
  }

  /** Steps over a value, however deep. */
  private skip(): void {
    this.peek();
    let depth = 0;
    do {
      const character = this.peek();
      if (character === '"') this.skipString();
      else if (/[[{]/.test(character)) depth += this.step();
      else if (/[\]}]/.test(character)) depth -= this.step();
      else if (/[,:]/.test(character)) this.step();
      else this.skipWord();
    } while (depth > 0);
  }

  private step(): 1 {
    this.at++;
    return 1;
  }

  private skipString(): void {
    for (this.at++; this.text.charAt(this.at) !== '"'; this.at++)
      if (this.text.charAt(this.at) === "\\") this.at++;
    this.at++;
  }

  /** A number, `true`, `false` or `null`. */
  private skipWord(): void {
    while (/[\w.+-]/.test(this.text.charAt(this.at))) this.at++;
  }
}
