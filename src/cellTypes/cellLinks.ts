// What a cell's file holds behind its text, so that the cells of a notebook see each other: as modules, which also
// permits top-level await and a name that another cell has declared as well.
/** A cell as the others see it. */
export interface CellNames {
  readonly file: string;
  /** Grows from cell to cell of the notebook. */
  readonly place: number;
  readonly names: ReadonlySet<string>;
}

const linkPrefix = "tokenwise-cell:";

/** The file that a link imports from, or undefined for any other import. */
export function linkedFile(specifier: string): string | undefined {
  return specifier.startsWith(linkPrefix) ? specifier.slice(linkPrefix.length) : undefined;
}

/**
 * The lines behind a cell's text: they export what it declares and import what it does not. A name comes from the
 * nearest cell above that declares it, and where there is none from the nearest below, since cells run in any order.
 */
export function cellLinks(own: CellNames, cells: readonly CellNames[]): string {
  const imports = [...importsByFile(own, cells)].map(
    ([file, names]) => `import { ${names.join(", ")} } from ${JSON.stringify(linkPrefix + file)};`,
  );
  // The semicolon ends what the cell may have left open; an empty `export {}` still makes a module.
  return `\n;export { ${[...own.names].join(", ")} };\n${imports.join("\n")}\n`;
}

function importsByFile(own: CellNames, cells: readonly CellNames[]): Map<string, string[]> {
  const imports = new Map<string, string[]>();
  const taken = new Set(own.names);
  for (const { file, names } of nearestFirst(own, cells)) {
    const fresh = [...names].filter((name) => !taken.has(name));
    if (fresh.length === 0) continue;
    fresh.forEach((name) => taken.add(name));
    imports.set(file, fresh);
  }
  return imports;
}

function nearestFirst(own: CellNames, cells: readonly CellNames[]): CellNames[] {
  const ordered = cells.toSorted((a, b) => a.place - b.place);
  const place = ordered.findIndex(({ file }) => file === own.file);
  return [...ordered.slice(0, Math.max(place, 0)).reverse(), ...ordered.slice(place + 1)];
}
