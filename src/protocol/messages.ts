/** MIME type -> data: text for text types, base64 for images, a JSON value for JSON types. */
export type MimeBundle = Record<string, unknown>;

/** One frame of the user's own code. */
export interface StackFrame {
  /** Name of the function; empty at the top level of a cell or file. */
  functionName: string;
  /** The cell's id where the frame lies in a cell, else the path of a local file. */
  cell?: string;
  file?: string;
  /** Counted from 1, within the cell or file. */
  line: number;
  column: number;
}

/** What a cell shows. */
export type CellOutput =
  | { type: "stream"; name: "stdout" | "stderr"; text: string }
  | { type: "display"; data: MimeBundle; displayId?: string; update?: boolean }
  | { type: "result"; data: MimeBundle }
  | {
      type: "error";
      name: string;
      message: string;
      /** Name and message, the user's own frames ("Cell 1, line 3") and the causes, ready to print. */
      stack: string;
      /** The frames that the stack prints, in its order, those of the causes too. */
      frames: StackFrame[];
    };

export interface CellSource {
  /** Stays the same when the cell is moved or edited. */
  id: string;
  /** Position in the notebook, counted from 1 over all cells: the "Cell 3" of errors. */
  number: number;
  code: string;
  language: string;
}

export interface CellResult {
  status: "ok" | "error" | "interrupted" | "dead";
  executionCount: number;
  milliseconds: number;
  /** Why, in one sentence, where the kernel died. */
  reason?: string;
}

/** A variable of the notebook, found without running any getter. */
export interface Variable {
  name: string;
  /** "number", "string", "function", a class's name ("Map", "Tensor"). */
  type: string;
  /** Short text of the value. */
  preview: string;
  tensor?: TensorSummary;
}

export interface TensorSummary {
  shape: number[];
  /** Over the finite values; null where there are none. */
  mean: number | null;
  min: number | null;
  max: number | null;
  nan: number;
  /** How many are infinite, where any is. */
  infinite?: number;
  /** How many elements were looked at, where these were not all. */
  sample?: number;
}

/** What a debugger needs to attach to a kernel and to find its cells. */
export interface DebuggerPort {
  /** A ws: URL of the loopback address, with a secret in it. */
  address: string;
  /** Where the sources that cells' source maps name lie, until it is deleted. */
  folder: string;
  /** The file in it that stands for each of the cells, as long as its text stays the same. */
  files: string[];
}

/** Host to kernel, one JSON line each. */
export type HostMessage =
  | { type: "execute"; execution: number; cell: CellSource }
  | { type: "variables"; request: number }
  | { type: "showVariable"; request: number; name: string }
  | { type: "summarize"; request: number; name: string }
  | { type: "isComplete"; request: number; code: string; language: string }
  | { type: "settle"; request: number }
  /** Opens a debugger's port, with the notebook's cells as they stand; null closes it. */
  | { type: "debug"; request: number; cells: CellSource[] | null }
  | { type: "inputReply"; request: number; text: string | null };

/** Host to the kernel's watchdog, which hears it while a cell loops. */
export interface WatchdogMessage {
  type: "interrupt";
  /** Ends whatever it does; null where none runs or waits. */
  execution: number | null;
  /**
   * Whether the execution ends too where it has not begun because what another cell had left running keeps the kernel
   * busy; else that alone is stopped.
   */
  all: boolean;
}

/** The kernel's watchdog to the host: whether the kernel's main thread answers. */
export interface WatchdogReport {
  type: "blocked";
  isBlocked: boolean;
}

/** Kernel to host, one JSON line each, in the order in which things happened. */
export type KernelMessage =
  | { type: "ready"; pid: number; node: string }
  | { type: "output"; execution: number; output: CellOutput }
  | { type: "done"; execution: number; status: "ok" | "error" | "interrupted"; milliseconds: number }
  /** An interrupt is done, and no execution ends by it. */
  | { type: "freed" }
  | { type: "reply"; request: number; value: unknown }
  | { type: "input"; request: number; execution: number; prompt: string }
  /** A cell has started a process. */
  | { type: "child"; pid: number; start: string }
  | { type: "exit"; code: number };
