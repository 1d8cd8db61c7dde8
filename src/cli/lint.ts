import { resolve } from "node:path";
import type { Finding, LintOptions } from "../lint/index.ts";
import type { CommandIo } from "./commandIo.ts";
import { withoutBaselines, writeBaseline } from "./lint/baselineFiles.ts";
import { checkFiles } from "./lint/checkFiles.ts";
import { ConfigFiles } from "./lint/configFiles.ts";
import { type FileOutcome, type FileTask, checkText } from "./lint/fileCheck.ts";
import { findFiles } from "./lint/findFiles.ts";
import { loadLinter } from "./lint/loadLinter.ts";
import { type LintRequest, lintRequest } from "./lint/request.ts";
import { NeighbourFiles } from "./lint/neighbourFiles.ts";
import { rulePages } from "./lint/rulePages.ts";
import { shownPath } from "./lint/shownPath.ts";
import { version } from "./version.ts";

/** `tokenwise lint PATH...`: 0 clean, 1 something was found, 2 a path could not be read or the call was wrong. */
export async function lintCommand(args: string[], io: CommandIo): Promise<number> {
  return new LintRun(lintRequest(args, io.cwd), io).run();
}

/** One call of the command: what was asked for, and what went wrong on the way. */
class LintRun {
  private readonly request: LintRequest;
  private readonly io: CommandIo;
  private readonly configs: ConfigFiles;
  /** A path could not be read at all. */
  private failed = false;

  constructor(request: LintRequest, io: CommandIo) {
    this.request = request;
    this.io = io;
    this.configs = new ConfigFiles(request.config);
  }

  async run(): Promise<number> {
    const tasks = await this.tasks();
    const outcomes = [...(await this.standardInput()), ...(await checkFiles(tasks, this.io.dist))];
    for (const { failure } of outcomes) if (failure !== null) this.fail(failure);
    const found = outcomes.flatMap(({ findings }) => findings);
    return this.request.writeBaseline === null
      ? this.report(found, tasks, outcomes)
      : this.writeBaseline(this.request.writeBaseline, found);
  }

  /** The files to check, each once, with what their tokenwise.json says. */
  private async tasks(): Promise<FileTask[]> {
    const tasks = new Map<string, FileTask>();
    const missing = (message: string): void => this.fail(message);
    for await (const { path, language, named } of findFiles(this.request.paths, this.io.cwd, missing)) {
      if (this.configs.of(path)?.chooses(path) === false) {
        if (named) this.tell(`${this.shown(path)} is left out by tokenwise.json.`);
      } else tasks.set(path, this.task(path, language));
    }
    return [...tasks.values()];
  }

  private task(path: string, language: FileTask["language"]): FileTask {
    const config = this.configs.of(path)?.config ?? {};
    const options: LintOptions = {
      ...(config.rules ? { rules: config.rules } : {}),
      ...(config.tokenAxisNames ? { tokenAxisNames: config.tokenAxisNames } : {}),
    };
    const { cwd } = this.io;
    return { path, shown: this.shown(path), cwd, language, options, fix: this.request.fix };
  }

  private async standardInput(): Promise<FileOutcome[]> {
    const { stdin } = this.request;
    if (stdin === null) return [];
    const path = resolve(this.io.cwd, stdin.name);
    const text = await this.io.readInput();
    if (this.configs.of(path)?.chooses(path) === false) return [];
    const task = { ...this.task(path, stdin.language), shown: stdin.name };
    return [checkText(await loadLinter(this.io.dist), task, text, new NeighbourFiles())];
  }

  private writeBaseline(path: string, findings: readonly Finding[]): number {
    writeBaseline(path, findings, this.io.cwd);
    this.io.out(
      `${findings.length} finding${findings.length === 1 ? "" : "s"} written to ${this.shown(path)}.\n`,
    );
    return this.failed ? 2 : 0;
  }

  private report(
    found: readonly Finding[],
    tasks: readonly FileTask[],
    outcomes: readonly FileOutcome[],
  ): number {
    const { stdin } = this.request;
    const checked = [...(stdin ? [stdin.name] : []), ...tasks.map(({ shown }) => shown)];
    const fresh = withoutBaselines(
      found,
      checked,
      (path) => this.baselineOf(path),
      this.io.cwd,
      (line) => this.tell(line),
    );
    const unused = this.request.unusedIgnores ? outcomes.flatMap(({ unusedIgnores }) => unusedIgnores) : [];
    const shown = [...fresh.filter((finding) => this.shows(finding)), ...unused];
    const errors = outcomes.flatMap((outcome) => outcome.errors);
    const files = outcomes.filter(({ failure }) => failure === null).length;
    const { io } = this;
    io.out(
      this.request.report({
        findings: shown,
        errors,
        files,
        version: version(io),
        pages: rulePages(io.dist),
      }),
    );
    return this.failed ? 2 : exceeds(shown, this.request.maxWarnings) ? 1 : 0;
  }

  private baselineOf(shown: string): string | null {
    if (this.request.baseline !== null) return this.request.baseline;
    const file = this.configs.of(resolve(this.io.cwd, shown));
    return file?.config.baseline === undefined ? null : resolve(file.folder, file.config.baseline);
  }

  private shows({ severity, path }: Finding): boolean {
    if (severity !== "note" || this.request.notes) return true;
    return this.configs.of(resolve(this.io.cwd, path))?.config.notes ?? false;
  }

  private fail(message: string): void {
    this.failed = true;
    this.tell(message);
  }

  private tell(message: string): void {
    this.io.err(`tokenwise lint: ${message}\n`);
  }

  private shown(path: string): string {
    return shownPath(path, this.io.cwd);
  }
}

function exceeds(findings: readonly Finding[], allowedWarnings: number): boolean {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return count("error") > 0 || count("warning") > allowedWarnings;
}
