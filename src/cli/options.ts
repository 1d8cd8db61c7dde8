import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "./commandIo.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true }>
>;

/**
 * Splits a command's arguments into options and the rest.
 *
 * @throws UsageError with one sentence that names the option.
 */
export function parseOptions<O extends Options>(command: string, args: string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(sentence(command, options, error as NodeJS.ErrnoException));
  }
}

function sentence(command: string, options: Options, { code, message }: NodeJS.ErrnoException): string {
  const name = /'(?:-\w, )?(--?[^\s'=]+)/.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = Object.keys(options).map((option) => `--${option}`);
    return `tokenwise ${command}: unknown option ${name} (known: ${known.join(", ")}).`;
  }
  const takesValue = options[name.replace(/^-+/, "")]?.type === "string";
  return `tokenwise ${command}: option ${name} ${takesValue ? "needs a value" : "takes no value"}.`;
}
