import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { KernelProcess } from "../host/kernelProcess.ts";
import {
  cellLanguage,
  isRunnable,
  NotebookFormatError,
  notebookStyle,
  parseNotebook,
  serializeNotebook,
  type Notebook,
} from "../nbformat/index.ts";
import { page } from "../page/index.ts";
import { UsageError, type CommandIo } from "./commandIo.ts";
import { NotebookRun } from "./notebookRun.ts";
import { parseOptions } from "./options.ts";

interface Request {
  /** Absolute paths. */
  notebook: string;
  output: string | undefined;
  html: string | undefined;
  allowErrors: boolean;
  timeoutSeconds: number | undefined;
  heapMb: number | undefined;
}

/** `tokenwise run`: 0, 1 when a cell failed, 130 after Ctrl-C. */
export async function runCommand(args: string[], io: CommandIo): Promise<number> {
  const request = parseRequest(args, io.cwd);
  const text = readNotebook(request.notebook);
  const notebook = parse(request.notebook, text);
  const { exitCode } = await runCells(notebook, request, io);
  if (request.output !== undefined)
    write(request.output, serializeNotebook(notebook, notebookStyle(text)), io);
  if (request.html !== undefined) write(request.html, htmlOf(notebook, request.notebook, io), io);
  return exitCode;
}

function parseRequest(args: string[], cwd: string): Request {
  const { values, positionals } = parseOptions("run", args, {
    output: { type: "string" },
    html: { type: "string" },
    "allow-errors": { type: "boolean" },
    timeout: { type: "string" },
    heap: { type: "string" },
  });
  const [notebook, another] = positionals;
  if (!notebook?.trim())
    throw new UsageError("tokenwise run: name the notebook to run, as in tokenwise run NOTEBOOK.ipynb.");
  if (another !== undefined)
    throw new UsageError(`tokenwise run: one notebook at a time, ${another} is one too many.`);
  const request = {
    notebook: resolve(cwd, notebook),
    output: targetPath(cwd, "--output", values.output),
    html: targetPath(cwd, "--html", values.html),
    allowErrors: values["allow-errors"] ?? false,
    timeoutSeconds: positive("--timeout", "seconds", values.timeout),
    heapMb: positive("--heap", "megabytes", values.heap),
  };
  checkTargets(request);
  return request;
}

// --output may name the notebook itself: it is run in place.
function checkTargets({ notebook, output, html }: Request): void {
  if (html !== undefined && html === output)
    throw new UsageError(
      `tokenwise run: --output and --html both name ${html}, and one would replace the other.`,
    );
  if (html === notebook)
    throw new UsageError(`tokenwise run: --html names the notebook itself, which the page would replace.`);
}

// Told before the cells run, which may take an hour.
function targetPath(cwd: string, option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.trim() === "")
    throw new UsageError(`tokenwise run: ${option} needs the name of a file to write.`);
  const path = resolve(cwd, value);
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`tokenwise run: the folder of ${option} ${value} does not exist.`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`tokenwise run: ${option} ${value} is a folder.`);
  return path;
}

function positive(option: string, unit: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number)) || value.trim() === "")
    throw new UsageError(`tokenwise run: ${option} takes a number of ${unit} above 0, not ${value}.`);
  return number;
}

function readNotebook(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw new UsageError(`Cannot read ${path}: ${why}.`);
  }
}

function parse(path: string, text: string): Notebook {
  try {
    const notebook = parseNotebook(text);
    const code = notebook.cells.filter(({ cell_type }) => cell_type === "code");
    if (code.some((cell) => isRunnable(cellLanguage(notebook, cell)))) return notebook;
  } catch (error) {
    if (error instanceof NotebookFormatError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
  throw new UsageError(`${path} has no TypeScript or JavaScript cell to run.`);
}

async function runCells(notebook: Notebook, request: Request, io: CommandIo): Promise<NotebookRun> {
  const kernel = KernelProcess.start({
    kernelPath: join(io.dist, "kernel.cjs"),
    execPath: process.execPath,
    cwd: dirname(request.notebook),
    notebookPath: request.notebook,
    ...(request.heapMb === undefined ? {} : { heapMb: Math.ceil(request.heapMb) }),
    heapHint: "the option --heap",
  });
  const run = new NotebookRun(notebook, kernel, request, io);
  const stopListening = io.onInterrupt(() => run.stop());
  try {
    await run.runAll();
  } finally {
    stopListening();
    await kernel.dispose();
  }
  return run;
}

function htmlOf(notebook: Notebook, path: string, io: CommandIo): string {
  const script = readFileSync(join(io.dist, "page.js"), "utf8");
  return page({ notebook, script, title: basename(path, extname(path)) });
}

function write(path: string, text: string, io: CommandIo): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`Cannot write ${path}: ${(error as Error).message}.`);
  }
  io.err(`Wrote ${path}\n`);
}
