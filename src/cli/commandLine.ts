import { UsageError, type CommandIo } from "./commandIo.ts";
import { lintCommand } from "./lint.ts";
import { runCommand } from "./run.ts";
import { version } from "./version.ts";

type Command = (args: string[], io: CommandIo) => Promise<number>;

const commands: Record<string, Command> = { run: runCommand, lint: lintCommand };

const usage = `Usage: tokenwise <command> [options]

  tokenwise run NOTEBOOK.ipynb [--output EXECUTED.ipynb] [--html PAGE.html] [--allow-errors] [--timeout SECONDS]
                [--heap MEGABYTES]
      Runs the TypeScript and JavaScript cells of a notebook and prints their outputs.

  tokenwise lint PATH... [--format text|json|sarif|github] [--max-warnings N] [--notes] [--fix]
                         [--unused-ignores] [--config FILE] [--baseline FILE] [--write-baseline FILE]
  tokenwise lint --stdin [--stdin-filename NAME] [the same options but --fix]
      Finds normalisation across tokens in Python, TypeScript, JavaScript and notebooks. Standard input is read as
      Python unless NAME has another extension. The nearest tokenwise.json above a file holds for it.

  tokenwise --version

Exit codes: 0 all is well, 1 a cell failed or something was found, 2 wrong use, 130 stopped by Ctrl-C.
`;

/** Runs a command line and gives its exit code. Whatever goes wrong is one sentence on stderr, never a stack. */
export async function commandLine(args: string[], io: CommandIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.err(usage);
    return 2;
  }
  if (name === "--help" || name === "-h" || name === "help" || rest.includes("--help"))
    return print(io, usage);
  if (name === "--version") return print(io, `${version(io)}\n`);
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UsageError(unknown(name));
    return await command(rest, io);
  } catch (error) {
    io.err(`${error instanceof UsageError ? error.message : crash(error)}\n`);
    return 2;
  }
}

function print(io: CommandIo, text: string): number {
  io.out(text);
  return 0;
}

function unknown(name: string): string {
  const what = name.startsWith("-") ? "option" : "command";
  return `tokenwise: unknown ${what} ${name} (commands: ${Object.keys(commands).join(", ")}).`;
}

function crash(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `tokenwise failed: ${message.split("\n")[0]}`;
}
