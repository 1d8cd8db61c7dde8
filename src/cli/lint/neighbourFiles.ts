import { readFileSync, statSync } from "node:fs";
import type { Neighbours } from "../../lint/index.ts";
import { sourceText } from "./sourceText.ts";

/** Larger files are generated, or data. */
const mostBytes = 400_000;
/** Most look-ups are for files that are not there, so what is kept is counted, and the texts among it weighed. */
const most = { paths: 50_000, characters: 20_000_000 };

/** Reads the files that checked ones import from, and remembers them while there is room. */
export class NeighbourFiles implements Neighbours {
  private readonly known = new Map<string, string | null>();
  private characters = 0;

  read(path: string): string | null {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const text = textOf(path);
    if (this.known.size >= most.paths || this.characters > most.characters) {
      this.known.clear();
      this.characters = 0;
    }
    this.characters += text?.length ?? 0;
    this.known.set(path, text);
    return text;
  }
}

function textOf(path: string): string | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() && stats.size <= mostBytes ? sourceText(readFileSync(path)).text : null;
  } catch {
    return null; // Neither readable nor needed: the file itself is checked all the same.
  }
}
