import { files, isMissingFile } from "../../files.ts";
import { loadSafetensors } from "../../safetensors/load.ts";
import { decodeUtf8 } from "../../safetensors/utf8.ts";
import type { Tensor } from "../../tensor.ts";
import { CheckpointError, Config } from "./config.ts";

/** The files of a folder in the Hugging Face layout. */
export class CheckpointFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder.replace(/[/\\]+$/, "");
  }

  /** @throws CheckpointError where the file is not JSON; what the host throws where it cannot be read */
  async json(name: string): Promise<unknown> {
    const text = decodeUtf8(await files().read(this.path(name)));
    if (text === null) throw new CheckpointError(`${this.path(name)}: is not UTF-8 text.`);
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw new CheckpointError(`${this.path(name)}: is not JSON: ${(error as Error).message}`);
    }
  }

  /** As `json`, or undefined where there is no such file; a file that holds `null` is there. */
  async jsonIfThere(name: string): Promise<unknown> {
    try {
      return await this.json(name);
    } catch (error) {
      if (isMissingFile(error)) return undefined;
      if (error instanceof CheckpointError) throw error;
      throw new CheckpointError(`${this.path(name)}: cannot be read (${(error as Error).message}).`, {
        cause: error,
      });
    }
  }

  async config(): Promise<Config> {
    try {
      return new Config("config.json", await this.json("config.json"));
    } catch (error) {
      if (error instanceof CheckpointError) throw error;
      const cause = (error as Error).message;
      throw new CheckpointError(
        `${this.path("config.json")}: cannot be read (${cause}); the folder of a model is needed.`,
      );
    }
  }

  /** All tensors of model.safetensors, or of the files that model.safetensors.index.json names. */
  async weights(): Promise<Record<string, Tensor>> {
    const index = await this.jsonIfThere("model.safetensors.index.json");
    if (index === undefined) return this.load("model.safetensors");
    const tensors = new Map<string, Tensor>();
    for (const shard of shardNames(index)) {
      for (const [name, tensor] of Object.entries(await this.load(shard))) {
        if (tensors.has(name)) throw new CheckpointError(`${shard}: holds "${name}" a second time.`);
        tensors.set(name, tensor);
      }
    }
    return Object.fromEntries(tensors);
  }

  private async load(name: string): Promise<Record<string, Tensor>> {
    try {
      return await loadSafetensors(this.path(name));
    } catch (error) {
      if ((error as Error).name === "SafetensorsError") throw error;
      const hint = "Weights are read from .safetensors files only.";
      throw new CheckpointError(`${this.path(name)}: cannot be read (${(error as Error).message}). ${hint}`);
    }
  }

  private path(name: string): string {
    return `${this.folder}/${name}`;
  }
}

/** The files that an index names; names that leave the folder are refused. */
function shardNames(index: unknown): Set<string> {
  const file = "model.safetensors.index.json";
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || Array.isArray(map) || Object.keys(map).length === 0)
    throw new CheckpointError(`${file}: "weight_map" must be an object that names at least one file.`);
  const names = new Set<string>();
  for (const [tensor, name] of Object.entries(map as Record<string, unknown>)) {
    if (typeof name !== "string" || !/^[\w][\w.-]*\.safetensors$/.test(name))
      throw new CheckpointError(
        `${file}: "weight_map" has ${JSON.stringify(name)} for "${tensor}", not a file name.`,
      );
    names.add(name);
  }
  return names;
}
