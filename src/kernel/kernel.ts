import type { CellSource, DebuggerPort, HostMessage } from "../protocol/messages.ts";
import { Bindings } from "./bindings.ts";
import { withBuiltIns } from "./builtins.ts";
import { send, whenNothingIsLeft } from "./channel.ts";
import { watchChildren } from "./children.ts";
import { builtIns } from "./compile/compilersOwn.ts";
import { compileCell } from "./compile/compileCell.ts";
import { hook } from "./compile/hook.ts";
import { isComplete } from "./compile/isComplete.ts";
import { resultBundle } from "./display/mimeBundle.ts";
import { Debugging } from "./debugging.ts";
import { DisplayHandle } from "./display/display.ts";
import { answerInput } from "./display/input.ts";
import { cellError } from "./errors/cellError.ts";
import { noteFrameless } from "./errors/hints.ts";
import { parserFailure } from "./errors/parserFailure.ts";
import { addFrames, framesOfError } from "./errors/stackFormat.ts";
import { ScriptRunner, named, type Evaluation } from "./evaluation/scriptRunner.ts";
import { Stops } from "./evaluation/stop.ts";
import { Execution, runAs } from "./execution.ts";
import { ExecutionQueue, type Status } from "./executionQueue.ts";
import { installHooks } from "./hooks.ts";
import { dynamicImport, importForCell } from "./modules/importModule.ts";
import { importMeta } from "./modules/importMeta.ts";
import { Variables } from "./variables/variables.ts";

/** The value of a cell's last expression, and where that stands. */
interface Result {
  readonly value: unknown;
  readonly caller: Error;
}

/** Runs cells one after another, in the realm of this process. */
export class Kernel {
  private readonly runner = new ScriptRunner(`${hook}.receive`);
  private readonly queue = new ExecutionQueue((execution) => runAs(execution, () => this.run(execution)));
  private readonly bindings = new Bindings();
  private readonly variables = new Variables();
  private readonly stops = new Stops(this.queue, () => this.variables.stopDrawing());
  private readonly debugging = new Debugging();
  private readonly results = new Map<number, Result>();

  constructor() {
    watchChildren((child) => {
      this.stops.rememberChild(child);
      send({ type: "child", ...child });
    });
    installHooks({
      import: async (specifier, names, bindings) =>
        this.bindings.link(bindings, await importForCell(specifier, names)),
      dynamicImport,
      meta: importMeta(process.env["TOKENWISE_NOTEBOOK"]),
      fix: (names) => this.bindings.fix(names),
      constants: this.bindings.constants,
      builtIns,
      end: (execution, value) => withBuiltIns(() => this.keep(execution, value)),
      stop: (request, isBlocked) => this.stops.stop(request, isBlocked),
      mayPause: () => this.stops.mayPause(),
      receive: (value) => this.runner.receive(value),
    });
  }

  handle(message: HostMessage): void {
    switch (message.type) {
      case "execute":
        return this.execute(message.execution, message.cell);
      case "variables":
        return reply(message.request, this.variables.list());
      case "showVariable":
        void this.variables.show(message.name).then((bundle) => reply(message.request, bundle));
        return;
      case "summarize":
        return reply(message.request, this.variables.summarize(message.name));
      case "settle":
        return whenNothingIsLeft(() => reply(message.request, true));
      case "isComplete":
        return reply(message.request, isComplete(message.code, message.language));
      case "debug":
        return reply(message.request, this.debug(message.cells));
      case "inputReply":
        return answerInput(message.request, message.text);
    }
  }

  /** The process exits, once the listeners of cells have returned. */
  exits(code: number): void {
    send({ type: "exit", code });
    this.stops.exits(code);
  }

  private execute(number: number, cell: CellSource): void {
    this.queue.add(new Execution(number, cell));
  }

  private debug(cells: readonly CellSource[] | null): DebuggerPort | undefined {
    if (cells !== null) return withBuiltIns(() => this.debugging.open(cells));
    this.debugging.close();
    return undefined;
  }

  private async run(execution: Execution): Promise<Status> {
    try {
      const { code: text, language } = execution.cell;
      const { code, declared, imported, mapPlace } = withBuiltIns(() =>
        compileCell(text, language, {
          execution: execution.number,
          isConstant: (name) => this.bindings.isConstant(name),
        }),
      );
      execution.mapPlace = mapPlace;
      this.bindings.release(declared);
      this.variables.declare(declared, imported);
      const script = named(code, execution.url, this.debugging.mapOf(execution));
      withBuiltIns(() => this.debugging.began(execution));
      const evaluation = await this.runner.run(script, execution.url);
      if (evaluation.threw === true && isUnplacedSyntaxError(evaluation.thrown))
        throw parserFailure(code, mapPlace) ?? evaluation.thrown;
      return await this.finish(execution, evaluation);
    } catch (error) {
      execution.show(cellError(error, execution));
      return "error";
    } finally {
      this.results.delete(execution.number);
    }
  }

  private keep(execution: number, value: unknown): void {
    this.results.set(execution, { value, caller: new Error("last expression") });
  }

  private async finish(execution: Execution, evaluation: Evaluation): Promise<Status> {
    // A terminated script was stopped, and that is told elsewhere.
    if (evaluation.threw === "terminated") return new Promise<never>(() => undefined);
    if (evaluation.threw) {
      if (!evaluation.keepsFrames) noteFrameless(evaluation.thrown);
      throw evaluation.thrown;
    }
    const result = this.results.get(execution.number);
    if (result) await showResult(execution, result);
    while (execution.pending.size > 0) await Promise.all(execution.pending);
    return "ok";
  }
}

async function showResult(execution: Execution, { value, caller }: Result): Promise<void> {
  try {
    const data = value instanceof DisplayHandle ? undefined : await resultBundle(value);
    if (data) execution.show({ type: "result", data });
  } catch (error) {
    throw addFrames(error, caller); // It has drawn itself wrongly.
  }
}

function isUnplacedSyntaxError(thrown: unknown): boolean {
  return thrown instanceof SyntaxError && framesOfError(thrown).length === 0;
}

function reply(request: number, value: unknown): void {
  send({ type: "reply", request, value });
}
