/** Something that is measured against others. All run on one thread. */
export interface Contender {
  readonly name: string;
  /**
   * Runs for at least so many milliseconds and gives those of the fastest run: one that nothing disturbed. Runs that are too long
   * to be left alone on a busy machine count with the processor time that their thread took, several together.
   */
  time(atLeast: number): Promise<number>;
}

/** Runs longer than this are interrupted where the machine has other work. */
const undisturbed = 5;
/** So many milliseconds of long runs are measured together: the system counts a thread's time in steps of some milliseconds. */
const together = 200;
/** Runs shorter than this are measured several at once: looking at the clock takes time too. */
const atOnce = 0.05;

type CpuUsage = () => { user: number; system: number };

/**
 * Milliseconds that this thread has had a processor; where Node cannot tell (before 22.19), this process, which also counts what the
 * garbage collector does on other threads at the same time.
 */
export function processorTime(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: CpuUsage };
  const { user, system } = (threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1000;
}

/** A contender in this process, from one run. With more than one thread only the wall's time counts. */
export function contender(name: string, run: () => unknown, { threads = 1 } = {}): Contender {
  const average = async (runs: number, isLong: boolean) => {
    const [wall, processor] = [performance.now(), processorTime()];
    for (let i = 0; i < runs; i++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    const passed = performance.now() - wall;
    // Of a short time the processor's part is told as 0.
    const isTold = isLong && passed > together / 2;
    return (isTold ? Math.min(passed, processorTime() - processor) : passed) / runs;
  };
  return {
    name,
    async time(atLeast) {
      const start = performance.now();
      let fastest = await average(1, false);
      do {
        const isLong = threads === 1 && fastest > undisturbed;
        fastest = Math.min(fastest, await average(Math.ceil((isLong ? together : atOnce) / fastest), isLong));
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
