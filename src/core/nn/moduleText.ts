import type { Module } from "./module.ts";

/** The tree of modules as PyTorch prints it, equal neighbours in one line: "(0-3): 4 x Block(". */
export function moduleText(module: Module): string {
  const name = module.constructor.name;
  const lines = grouped(module.namedChildren().map(([child, inner]) => [child, inner.toString()]));
  const extra = module.extraText();
  if (lines.length === 0) return `${name}(${extra})`;
  const body = [...(extra === "" ? [] : [extra]), ...lines].flatMap((line) => line.split("\n"));
  return `${name}(\n${body.map((line) => `  ${line}\n`).join("")})`;
}

function grouped(children: [name: string, text: string][]): string[] {
  const runs: { first: string; last: string; count: number; text: string }[] = [];
  for (const [name, text] of children) {
    const run = runs.at(-1);
    if (run !== undefined && run.text === text && isIndex(name))
      Object.assign(run, { last: name, count: run.count + 1 });
    else runs.push({ first: name, last: name, count: 1, text });
  }
  return runs.map(({ first, last, count, text }) =>
    count === 1 ? `(${first}): ${text}` : `(${first}-${last.split(".").at(-1)}): ${count} x ${text}`,
  );
}

const isIndex = (name: string): boolean => /^(.*\.)?\d+$/.test(name);
