/** Lines and columns of a text, counted from 0. */
export class LineMap {
  private readonly starts: number[] = [0];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  /** Of the text, in UTF-16 code units. */
  get length(): number {
    return this.text.length;
  }

  get count(): number {
    return this.starts.length;
  }

  line(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  column(offset: number): number {
    return offset - this.starts[this.line(offset)]!;
  }

  start(line: number): number {
    return this.starts[line] ?? this.text.length;
  }

  /** The text of a line without its line break. */
  textOf(line: number): string {
    return this.text.slice(this.start(line), this.start(line + 1)).replace(/\r?\n$/, "");
  }

  /** Whether the line holds nothing but a comment. */
  isComment(line: number): boolean {
    return /^\s*(#|\/\/|\/?\*)/.test(this.textOf(line));
  }
}
