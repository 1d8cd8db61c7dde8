/** Something that is measured against others. */
export interface Contender {
  readonly name: string;
  /** Runs for at least so many milliseconds and gives the milliseconds of the fastest run: one that nothing disturbed. */
  time(atLeast: number): Promise<number>;
}

/** A contender in this process, from one run. */
export function contender(name: string, run: () => unknown): Contender {
  return {
    name,
    async time(atLeast) {
      const start = performance.now();
      let fastest = Infinity;
      let now = start;
      do {
        const before = now;
        const result = run();
        if (result instanceof Promise) await result;
        now = performance.now();
        fastest = Math.min(fastest, now - before);
      } while (now - start < atLeast);
      return fastest;
    },
  };
}

/** The median, over rounds in which the contenders take turns, of the fastest run of each round. */
export async function interleave(
  contenders: readonly Contender[],
  { rounds = 7, atLeast = 30 }: { rounds?: number; atLeast?: number } = {},
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>();
  for (const { name, time } of contenders) {
    await time(atLeast); // warms up
    times.set(name, []);
  }
  for (let round = 0; round < rounds; round++)
    for (const { name, time } of contenders) times.get(name)!.push(await time(atLeast));
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A Markdown table; the first column is text, the others are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

export const digits = (value: number) =>
  Number.isFinite(value) ? Number(value.toPrecision(2)).toString() : "–";
