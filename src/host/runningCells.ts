import type { CellOutput, CellResult, KernelMessage } from "../protocol/messages.ts";
import { OutputLimit, type ShownOutput } from "./outputLimit.ts";

type Listener = (output: ShownOutput) => void;
type Done = Extract<KernelMessage, { type: "done" }>;

interface Running {
  readonly execution: number;
  readonly start: number;
  readonly result: Promise<CellResult>;
  resolve(result: CellResult): void;
}

/** Outputs of this many ended cells still find their way: a timer may print long after its cell. */
const remembered = 1000;

/** The cells that a kernel has been given, and where their outputs go. */
export class RunningCells {
  private readonly running = new Map<number, Running>();
  private readonly outputs = new Map<number, OutputLimit>();
  private executions = 0;

  add(listener: Listener): Running {
    const execution = ++this.executions;
    let resolve!: (result: CellResult) => void;
    const result = new Promise<CellResult>((settle) => (resolve = settle));
    const cell = { execution, start: performance.now(), result, resolve };
    this.running.set(execution, cell);
    this.outputs.set(execution, new OutputLimit(listener));
    if (this.outputs.size > remembered) this.outputs.delete(this.outputs.keys().next().value!);
    return cell;
  }

  /** The cell that runs now; the others wait. */
  get oldest(): Running | undefined {
    return this.running.values().next().value;
  }

  /** Text that was printed past the kernel, for the cell that runs, else the last one, where nobody knows for which. */
  printed(output: CellOutput, execution = this.oldest?.execution ?? this.executions): void {
    this.show(execution, output);
  }

  show(execution: number, output: CellOutput): void {
    this.outputs.get(execution)?.add(output);
  }

  end({ execution, status, milliseconds }: Done): void {
    const cell = this.running.get(execution);
    this.running.delete(execution);
    this.outputs.get(execution)?.flush();
    cell?.resolve({ status, executionCount: execution, milliseconds });
  }

  /** Shows what is kept back of all cells' outputs. */
  flush(): void {
    for (const limit of this.outputs.values()) limit.flush();
  }

  die(reason: string): void {
    this.flush();
    for (const { execution, start, resolve } of this.running.values())
      resolve({ status: "dead", executionCount: execution, milliseconds: performance.now() - start, reason });
    this.running.clear();
  }

  deadResult(reason: string): CellResult {
    return { status: "dead", executionCount: ++this.executions, milliseconds: 0, reason };
  }
}
