import { type Parse, languageOfSource } from "./languages/parsers.ts";
import { LineMap } from "./lineMap.ts";
import { moduleCandidates } from "./modulePaths.ts";
import type { Program } from "./syntax/program.ts";
import { shiftSpans } from "./syntax/shift.ts";

/** What the host knows of the files around the one that is checked. */
export interface Neighbours {
  /**
   * The text of a file, or null where there is none.
   *
   * @param path normalised, with `/`, beside or above the checked file's own path.
   */
  read(path: string): string | null;
}

/** A neighbouring file, lowered. Its offsets start at `base`, beyond those of any file that is checked. */
export interface Neighbour {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly lines: LineMap;
  readonly base: number;
}

const limits = { files: 20, characters: 100_000, kept: 60 };
const firstBase = 2 ** 32;

/** Lowered neighbours, kept between runs while their text stays the same. */
export class NeighbourCache {
  private readonly kept = new Map<string, Neighbour>();
  private readonly parse: Parse;
  private nextBase = firstBase;

  constructor(parse: Parse) {
    this.parse = parse;
  }

  get(path: string, text: string): Neighbour | null {
    const known = this.kept.get(path);
    this.kept.delete(path);
    const neighbour = known?.text === text ? known : this.lower(path, text);
    if (!neighbour) return null;
    this.kept.set(path, neighbour);
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > limits.kept && oldest !== undefined) this.kept.delete(oldest);
    return neighbour;
  }

  private lower(path: string, text: string): Neighbour | null {
    const language = languageOfSource(path);
    const parsed = language && text.length <= limits.characters ? this.parse(text, language) : null;
    if (!parsed) return null;
    const program = parsed.program();
    parsed.dispose();
    const base = this.nextBase;
    this.nextBase += text.length + 1;
    shiftSpans(program, base);
    return { path, text, program, lines: new LineMap(text), base };
  }
}

/** The files that one run reads beside its own: few, and none twice. */
export class Neighbourhood {
  readonly all: Neighbour[] = [];
  private readonly found = new Map<string, Neighbour | null>();
  private readonly reader: Neighbours;
  private readonly cache: NeighbourCache;

  constructor(reader: Neighbours, cache: NeighbourCache) {
    this.reader = reader;
    this.cache = cache;
  }

  /** The file that `module`, as an import in the file `from` writes it, stands for. */
  find(from: string, module: string): Neighbour | null {
    for (const path of moduleCandidates(from, module)) {
      const neighbour = this.read(path);
      if (neighbour) return neighbour;
    }
    return null;
  }

  private read(path: string): Neighbour | null {
    const known = this.found.get(path);
    if (known !== undefined) return known;
    if (this.all.length >= limits.files) return null;
    const text = this.reader.read(path);
    const neighbour = text === null ? null : this.cache.get(path, text);
    this.found.set(path, neighbour);
    if (neighbour) this.all.push(neighbour);
    return neighbour;
  }

  at(offset: number): Neighbour | null {
    if (offset < firstBase) return null;
    return this.all.find(({ base, text }) => base <= offset && offset <= base + text.length) ?? null;
  }
}
