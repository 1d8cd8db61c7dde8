import { currentExecution } from "../execution.ts";

/**
 * Takes away a `toJSON` that a cell has given to all objects: V8's inspector, which runs the cells, is asked in JSON and
 * would be asked something else.
 */
export function dropToJson(): void {
  for (const [name, holder] of [
    ["Object", Object.prototype],
    ["Array", Array.prototype],
  ] as const)
    if (Object.hasOwn(holder, "toJSON") && Reflect.deleteProperty(holder, "toJSON"))
      currentExecution()?.write(
        "stderr",
        `${name}.prototype.toJSON was taken away again: cells could not run with it.\n`,
      );
}
