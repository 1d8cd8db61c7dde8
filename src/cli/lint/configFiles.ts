import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { ConfigError, type LintConfig, configName, fileChoice, parseConfig } from "../../lint/index.ts";
import { UsageError } from "../commandIo.ts";

/** A tokenwise.json, and the folder that its patterns and file names are seen from. */
export interface ConfigFile {
  readonly folder: string;
  readonly config: LintConfig;
  /** Whether a file, given by its absolute path, is left in. */
  chooses(path: string): boolean;
}

/** Finds the tokenwise.json of each file: the nearest one in its folder or above. Each is read once. */
export class ConfigFiles {
  private readonly byFolder = new Map<string, ConfigFile | null>();
  private readonly named: ConfigFile | null;

  /**
   * @param named the file that holds for all, instead of those that are found
   * @throws UsageError where it cannot be read or is wrong
   */
  constructor(named: string | null = null) {
    this.named = named === null ? null : readConfig(named);
    if (named !== null && this.named === null)
      throw new UsageError(`tokenwise lint: the config file ${named} does not exist.`);
  }

  /** @throws UsageError where the file's tokenwise.json is wrong */
  of(path: string): ConfigFile | null {
    return this.named ?? this.inOrAbove(dirname(path));
  }

  private inOrAbove(folder: string): ConfigFile | null {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const found = readConfig(join(folder, configName)) ?? (parent === folder ? null : this.inOrAbove(parent));
    this.byFolder.set(folder, found);
    return found;
  }
}

/** null where there is none. */
function readConfig(path: string): ConfigFile | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new UsageError(`tokenwise lint: ${path} cannot be read (${code}).`);
  }
  try {
    const folder = dirname(path);
    const config = parseConfig(text, path);
    const choice = fileChoice(config);
    return { folder, config, chooses: (file) => choice(relative(folder, file).split(sep).join("/")) };
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`tokenwise lint: ${error.message}`);
    throw error;
  }
}
