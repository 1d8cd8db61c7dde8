/**
 * Answers a cell's `input(prompt)`; undefined means that there is no answer. The signal says that none is needed any
 * more: the cell was stopped, or its kernel has ended.
 */
export type InputHandler = (prompt: string, signal: AbortSignal) => Promise<string | undefined>;

/** What the cells of one kernel have asked and nobody has answered yet. */
export class Questions {
  handler: InputHandler = () => Promise.resolve(undefined);
  private readonly open = new Map<AbortController, number>();

  /** Calls `reply` with the answer, and never where none is needed any more: a stopped cell must not go on with it. */
  async ask(execution: number, prompt: string, reply: (text: string | undefined) => void): Promise<void> {
    const question = new AbortController();
    this.open.set(question, execution);
    const text = await this.handler(prompt, question.signal).catch(() => undefined);
    this.open.delete(question);
    if (!question.signal.aborted) reply(text);
  }

  /** Drops what one execution has asked, or all have. */
  drop(execution?: number): void {
    for (const [question, asking] of this.open)
      if (execution === undefined || execution === asking) question.abort();
  }
}

/** Questions for the same person: one is asked at a time, the others wait for their turn. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Asks when those before have been answered, unless the signal says meanwhile that no answer is needed. */
  take(ask: () => Promise<string | undefined>, signal: AbortSignal): Promise<string | undefined> {
    const answer = this.last.then(() => (signal.aborted ? undefined : ask()));
    this.last = answer.catch(() => undefined);
    return answer;
  }
}
