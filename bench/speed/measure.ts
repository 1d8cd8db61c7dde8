/** Something that is measured against others. All run on one thread. */
export interface Contender {
  readonly name: string;
  /**
   * Runs for at least so many milliseconds and gives those of the fastest run: one that nothing disturbed. A run that is too long
   * to be left alone on a busy machine counts with the processor time that it took.
   */
  time(atLeast: number): Promise<number>;
}

/** Runs longer than this are interrupted where the machine has other work. */
const undisturbed = 5;

/** A contender in this process, from one run. */
export function contender(name: string, run: () => unknown): Contender {
  const once = async (isLong: boolean) => {
    const before = isLong ? process.cpuUsage() : null;
    const start = performance.now();
    const result = run();
    if (result instanceof Promise) await result;
    const wall = performance.now() - start;
    if (before === null) return wall;
    const { user, system } = process.cpuUsage(before);
    return Math.min(wall, (user + system) / 1000);
  };
  return {
    name,
    async time(atLeast) {
      const start = performance.now();
      let fastest = Infinity;
      let isLong = true;
      do {
        const took = await once(isLong);
        fastest = Math.min(fastest, took);
        isLong = took > undisturbed;
      } while (performance.now() - start < atLeast);
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
