import { Session, type Runtime } from "node:inspector";
import { keepFrames, keepsFrames } from "../errors/stackFormat.ts";
import { putBackBuiltIns } from "./putBackBuiltIns.ts";

/** How the evaluation of a script ended, as far as the inspector saw it. */
export type Evaluation =
  | { threw: false }
  | { threw: true; thrown: unknown; /** Whether the script let errors keep them. */ keepsFrames: boolean }
  | { threw: "terminated" };

type Answer = Runtime.EvaluateReturnType;

/** A script that V8 knows by its URL, and debuggers by its source map's. */
export function named(code: string, url: string, map: string): string {
  return `${code}\n//# sourceMappingURL=${map}\n//# sourceURL=${url}`;
}

/**
 * Runs scripts in the realm of the kernel through V8's inspector: its REPL mode is the only way to evaluate a script
 * with top-level await whose declarations stay.
 */
export class ScriptRunner {
  private readonly session = new Session();
  private readonly receiver: string;
  private received: unknown;

  /** @param receiver name of a global function that hands over its argument to `receive`. */
  constructor(receiver: string) {
    this.receiver = receiver;
    this.session.connect();
  }

  /** Takes the value that the script of `valueOf` hands over. */
  receive(value: unknown): void {
    this.received = value;
  }

  /** Runs a `named` script. Resolves when it and all that it awaits at its top level have ended; never when it was stopped meanwhile. */
  run(expression: string, url: string): Promise<Evaluation> {
    const parameters = { expression, replMode: true, awaitPromise: true, objectGroup: url };
    putBackBuiltIns();
    keepFrames();
    return new Promise((resolve) => {
      this.session.post("Runtime.evaluate", parameters, (error: Error | null, answer?: Answer) => {
        putBackBuiltIns();
        const kept = keepsFrames();
        keepFrames();
        if (error || !answer) resolve({ threw: "terminated" });
        else if (answer.exceptionDetails)
          resolve({
            threw: true,
            thrown: this.valueOf(answer.exceptionDetails.exception),
            keepsFrames: kept,
          });
        else resolve({ threw: false });
        // Without this V8 would keep the result alive for ever.
        this.session.post("Runtime.releaseObjectGroup", { objectGroup: url });
      });
    });
  }

  private valueOf(remote: Runtime.RemoteObject | undefined): unknown {
    if (remote?.objectId === undefined) return primitive(remote);
    this.received = undefined;
    this.session.post("Runtime.callFunctionOn", {
      functionDeclaration: `function (value) { ${this.receiver}(value); }`,
      objectId: remote.objectId,
      arguments: [{ objectId: remote.objectId }],
    });
    const value = this.received;
    this.received = undefined;
    return value;
  }
}

/** A value that crosses as text: what JSON does not know has a field of its own. */
function primitive(remote: Runtime.RemoteObject | undefined): unknown {
  const text = remote?.unserializableValue;
  if (text === undefined) return remote?.value;
  return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
}
