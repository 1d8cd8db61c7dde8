import { AsyncLocalStorage } from "node:async_hooks";
import type { CellOutput, CellSource } from "../protocol/messages.ts";
import { ownMethods } from "./builtins.ts";
import { send } from "./channel.ts";
import { samePlace, type PlaceMap } from "./compile/placeMap.ts";

/** Longer texts are sent in pieces of so many characters: one as long as V8 can make would be longer as JSON than that. */
const longestText = 65_536;

/** One run of one cell. Its output may go on after the cell has ended. */
export class Execution {
  readonly number: number;
  readonly cell: CellSource;
  mapPlace: PlaceMap = samePlace;
  /** What has to be done before the cell counts as ended: pictures that are promises. */
  readonly pending = new Set<Promise<void>>();
  /** URL of the cell's script, as it stands in V8's stack frames. */
  readonly url: string;

  constructor(number: number, cell: CellSource) {
    this.number = number;
    this.cell = cell;
    this.url = `${cellScheme}${number}`;
  }

  write(name: "stdout" | "stderr", text: string): void {
    for (let from = 0; from < text.length; from += longestText)
      this.show({ type: "stream", name, text: text.slice(from, from + longestText) });
  }

  /** Shows an output after everything that was printed before it; an update takes its first output's place. */
  show(output: CellOutput): void {
    send({ type: "output", execution: this.number, output });
  }
}

export const cellScheme = "tokenwise-cell:";

const storage = ownMethods(new AsyncLocalStorage<Execution>());
const asyncResources = legacyList();
if (asyncResources) ownMethods(asyncResources);
const executions = new Map<string, Execution>();
let latest: Execution | undefined;

/** Runs a cell's code so that everything it starts (timers, promises) is known to be the cell's. */
export function runAs<T>(execution: Execution, run: () => T): T {
  latest = execution;
  executions.set(execution.url, execution);
  return storage.run(execution, run);
}

/** The run whose code is running now, else the latest one. */
export function currentExecution(): Execution | undefined {
  return storage.getStore() ?? latest;
}

/** The run whose code is running now; undefined where the kernel's own is. */
export function runningExecution(): Execution | undefined {
  return storage.getStore();
}

/** The run that a script URL of a stack frame belongs to. */
export function executionOf(url: string): Execution | undefined {
  return executions.get(url);
}

/** Every run that has begun. */
export function begunExecutions(): Iterable<Execution> {
  return executions.values();
}

/** The list on which Node before 24 keeps what runs, for AsyncLocalStorage: it calls its methods. */
function legacyList(): object | undefined {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    const { binding } = process as { binding?: (name: string) => { execution_async_resources?: object } };
    return binding?.("async_wrap").execution_async_resources;
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
