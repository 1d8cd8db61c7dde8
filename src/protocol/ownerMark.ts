/** Written into a kernel's stdout or stderr before what is printed there for another execution than before. */
export function ownerMark(execution: number): string {
  return `\0execution ${execution}\0`;
}

const mark = /\0execution (\d+)\0/;
const halfMark = /\0(?:[a-z]{0,9}|execution \d{0,16})$/;

/** Text that was printed for one execution; undefined where no mark has come yet. */
export interface OwnedText {
  readonly execution: number | undefined;
  readonly text: string;
}

/** Takes the marks out of a stream's text and tells by them whose each part is. */
export class OwnedStream {
  private execution: number | undefined;
  /** What may be the beginning of a mark. */
  private rest = "";

  push(text: string): OwnedText[] {
    // In turns: a text, and whose the next is.
    const parts = (this.rest + text).split(mark);
    const last = parts.pop()!;
    const end = halfMark.exec(last)?.index ?? last.length;
    this.rest = last.slice(end);
    parts.push(last.slice(0, end));
    return parts.flatMap((part, i) => {
      if (i % 2 === 1) this.execution = Number(part);
      return i % 2 === 1 || part === "" ? [] : [{ execution: this.execution, text: part }];
    });
  }
}
