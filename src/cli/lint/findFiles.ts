import { type Dirent } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { type LintLanguage, languageOfPath } from "../../lint/index.ts";

export interface LintFile {
  /** Absolute. */
  readonly path: string;
  readonly language: LintLanguage;
  /** Whether this very file was named, and not a folder above. */
  readonly named: boolean;
}

/** A .gitignore and the folder it is about. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

const environments = /^(node_modules|bower_components|__pycache__|site-packages|venv|env|virtualenv|\.venv)$/;

/**
 * The files to lint below `paths`, in order. What was named is taken; below a folder .gitignore, dependencies, virtual
 * environments and dot-folders are left out. `missing` is told each path that does not exist or is of no use.
 */
export async function* findFiles(
  paths: readonly string[],
  cwd: string,
  missing: (message: string) => void,
): AsyncGenerator<LintFile> {
  for (const named of paths) {
    const path = resolve(cwd, named);
    const kind = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? "unreadable");
    if (typeof kind === "string")
      missing(`${named} ${kind === "ENOENT" ? "does not exist" : `cannot be read (${kind})`}.`);
    else if (kind.isDirectory()) yield* filesBelow(path, await rulesAbove(path), missing);
    else if (languageOfPath(path)) yield { path, language: languageOfPath(path)!, named: true };
    else missing(`${named} is no Python, TypeScript, JavaScript or notebook file.`);
  }
}

async function* filesBelow(
  folder: string,
  above: readonly Rules[],
  missing: (message: string) => void,
): AsyncGenerator<LintFile> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    missing(`${folder} cannot be read (${error.code}).`);
    return [] as Dirent[];
  });
  const rules = [...above, ...(await rulesOf(folder))];
  const names = entries.map((entry) => entry.name);
  if (names.includes("pyvenv.cfg")) return;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const left = entry.name.startsWith(".") || environments.test(entry.name) || ignored(path, true, rules);
      if (!left) yield* filesBelow(path, rules, missing);
    } else if (entry.isFile()) {
      const language = languageOfPath(entry.name);
      if (language && !ignored(path, false, rules)) yield { path, language, named: false };
    }
  }
}

/** A deeper .gitignore has the last word. */
function ignored(path: string, isFolder: boolean, all: readonly Rules[]): boolean {
  let result = false;
  for (const { folder, rules } of all) {
    const name = relative(folder, path).split(sep).join("/") + (isFolder ? "/" : "");
    const verdict = rules.test(name);
    if (verdict.ignored) result = true;
    else if (verdict.unignored) result = false;
  }
  return result;
}

async function rulesOf(folder: string): Promise<Rules[]> {
  const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => null);
  return text === null ? [] : [{ folder, rules: ignore().add(text) }];
}

/**
 * The .gitignore files of the folders above, up to the root of the repository; outside of one there are none. A folder
 * that they ignore was named all the same, so they say nothing about what is in it.
 */
async function rulesAbove(folder: string): Promise<Rules[]> {
  const found: Rules[] = [];
  let at = folder;
  while (!(await isRepository(at))) {
    const parent = dirname(at);
    if (parent === at) return [];
    at = parent;
    found.unshift(...(await rulesOf(at)));
  }
  return ignored(folder, true, found) ? [] : found;
}

const isRepository = (folder: string): Promise<boolean> =>
  stat(join(folder, ".git")).then(
    () => true,
    () => false,
  );
