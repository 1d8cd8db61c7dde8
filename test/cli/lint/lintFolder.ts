import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { CommandIo } from "../../../src/cli/commandIo.ts";
import { lintCommand } from "../../../src/cli/lint.ts";

const root = resolve(import.meta.dirname, "../../..");

const grammars = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-python/tree-sitter-python.wasm",
  "tree-sitter-typescript/tree-sitter-typescript.wasm",
  "tree-sitter-typescript/tree-sitter-tsx.wasm",
];

/** A cross-token mean, reported as a warning in line 3. */
export const wrong = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(1, keepdim=True)\n";
/** The same over the channels. */
export const right = "def f(x):\n    B, T, C = x.shape\n    return x - x.mean(-1, keepdim=True)\n";
/** A GroupNorm over frames, reported as a note in line 5. */
export const noted =
  "import torch.nn as nn\n\ndef f(x):\n    B, C, T = x.shape\n    return nn.GroupNorm(1, C)(x)\n";

export interface LintOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own to run `tokenwise lint` in, for the tests of one `describe`. */
export class LintFolder {
  readonly path = mkdtempSync(join(tmpdir(), "tokenwise-lint-"));
  readonly dist = join(this.path, ".dist");

  constructor() {
    mkdirSync(this.dist);
    writeFileSync(join(this.path, "package.json"), '{ "version": "1.2.3" }');
    for (const grammar of grammars)
      copyFileSync(join(root, "node_modules", grammar), join(this.dist, grammar.split("/")[1]!));
  }

  /** Writes a file, its folders too. */
  write(name: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), "utf8");
  }

  async lint(args: readonly string[], input = ""): Promise<LintOutcome> {
    let [out, err] = ["", ""];
    const io: CommandIo = {
      cwd: this.path,
      dist: this.dist,
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      readLine: () => Promise.resolve(undefined),
      readInput: () => Promise.resolve(input),
      onInterrupt: () => () => undefined,
    };
    return { code: await lintCommand([...args], io), out, err };
  }

  /** `path:line rule-id` of each finding. */
  async findings(args: readonly string[], input?: string): Promise<string[]> {
    const { out } = await this.lint([...args, "--format", "json"], input);
    const { findings } = JSON.parse(out) as {
      findings: { path: string; line: number; cell?: number; ruleId: string }[];
    };
    return findings.map(
      ({ path, cell, line, ruleId }) => `${path}:${cell ? `${cell}:` : ""}${line} ${ruleId}`,
    );
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
