import { checkArgument, count, instanceOf, callback, either } from "../../arguments.ts";
import { cloneModule } from "../cloneModule.ts";
import { ModuleList } from "../containers.ts";
import { Module } from "../module.ts";

/**
 * `numLayers` layers: copies of one, which all start with the same weights, as in PyTorch, or what a function makes, each with its own.
 */
export function repeatLayer<M extends Module>(
  owner: string,
  layer: M | ((index: number) => M),
  numLayers: number,
): ModuleList<M> {
  checkArgument(owner, "layer", layer, either(instanceOf("a layer", Module), callback));
  checkArgument(owner, "numLayers", numLayers, count);
  const make = typeof layer === "function" ? layer : () => cloneModule(layer);
  return new ModuleList(Array.from({ length: numLayers }, (_, i) => make(i)));
}
