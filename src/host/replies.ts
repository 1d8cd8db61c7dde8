/** Requests that the kernel has not answered yet. */
export class Replies {
  private readonly waiting = new Map<number, (value: unknown) => void>();
  private requests = 0;

  /** Sends a request under a number of its own; resolves with `otherwise` where the answer is nothing. */
  ask<T>(send: (request: number) => void, otherwise: T): Promise<T> {
    const request = ++this.requests;
    return new Promise<T>((resolve) => {
      this.waiting.set(request, (value) => resolve((value ?? otherwise) as T));
      send(request);
    });
  }

  answer(request: number, value: unknown): void {
    this.waiting.get(request)?.(value);
    this.waiting.delete(request);
  }

  /** Nothing will be answered any more. */
  end(): void {
    for (const reply of this.waiting.values()) reply(undefined);
    this.waiting.clear();
  }
}
