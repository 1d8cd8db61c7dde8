import { Script } from "node:vm";
import { parserFailure } from "../errors/parserFailure.ts";
import { localHook } from "./compileLocal.ts";
import type { LocalModule } from "./localModule.ts";

/**
 * A local file as a function of what CommonJS gives to each, and of the hook that its compiled code calls.
 *
 * @throws CellSyntaxError where V8 knows less than the parser.
 */
export function localScript({ file, compiled, source }: LocalModule) {
  const names = `module, exports, require, __filename, __dirname, ${localHook}`;
  const head = `(${compiled.awaits ? "async " : ""}function (${names}) {`;
  // An ES module may declare these names itself, as in `const __dirname = import.meta.dirname`: not beside parameters.
  const [start, end] = compiled.isModule ? [`${head}"use strict";{`, "}})"] : [head, "})"];
  const options = { filename: file, columnOffset: -start.length };
  let script: Script;
  try {
    script = new Script(`${start}${compiled.code}\n${end}`, options);
  } catch (error) {
    const failure = parserFailure(compiled.code, compiled.mapPlace);
    throw failure ? Object.assign(failure, { file, source }) : error;
  }
  return script.runInThisContext() as (...values: unknown[]) => unknown;
}
