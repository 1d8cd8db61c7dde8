import type { Module, Tensor } from "../../core/index.ts";

/** The blocks of a model's deepest stack: modules of one class numbered under one name, "blocks.0", "blocks.1", ... */
export function blockStack(model: Module): Module[] {
  const stacks = new Map<string, Module[]>();
  for (const [path, module] of model.namedModules()) {
    const numbered = /^(?:(.*)\.)?\d+$/.exec(path);
    if (numbered === null || module.children().length === 0) continue;
    const key = `${numbered[1] ?? ""}:${module.constructor.name}`;
    stacks.set(key, [...(stacks.get(key) ?? []), module]);
  }
  return [...stacks.values()].reduce(
    (deepest, stack) => (stack.length > deepest.length ? stack : deepest),
    [],
  );
}

/** The last weight matrix of the last block: the one that Xiong et al. (2020) follow over depth; null where there is none. */
export function lastWeight(blocks: readonly Module[]): Tensor | null {
  return (
    blocks
      .at(-1)
      ?.parameters()
      .findLast(({ rank }) => rank === 2) ?? null
  );
}
