import { cloneModule } from "../cloneModule.ts";
import { ModuleList } from "../containers.ts";
import type { Module } from "../module.ts";

/**
 * `count` layers: copies of one, which all start with the same weights, as in PyTorch, or what a function makes, each with its own.
 */
export function repeatLayer<M extends Module>(
  layer: M | ((index: number) => M),
  count: number,
): ModuleList<M> {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`The number of layers must be a whole number, not ${count}.`);
  const make = typeof layer === "function" ? layer : () => cloneModule(layer);
  return new ModuleList(Array.from({ length: count }, (_, i) => make(i)));
}
