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
    return parseArgs({ args: joinNegativeNumbers(args, options), options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(sentence(command, options, error as NodeJS.ErrnoException));
  }
}

// parseArgs takes the -1 of `--timeout -1` for an option. The command can say better what is wrong with the number.
function joinNegativeNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? "";
    const takesValue = last.startsWith("--") && options[last.slice(2)]?.type === "string";
    if (takesValue && /^-\.?\d/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
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
