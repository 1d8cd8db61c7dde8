import { arrayOf, checkArgument, either, instanceOf, nullable, type Kind } from "./arguments.ts";
import { Tensor } from "./tensor.ts";

export const aTensor: Kind = instanceOf("a tensor", Tensor);
export const aTensorOrNull: Kind = nullable(aTensor);
export const tensorOrNumber: Kind = either(aTensor, {
  expected: "a number",
  accepts: (value) => typeof value === "number",
});
export const listOfTensors: Kind = arrayOf(aTensor, "an array of tensors");
export const tensorsByName: Kind = {
  expected: "an object of tensors by name, as stateDict() gives",
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** Refuses what is not a tensor, by the name of the argument: `checkTensors("linear", { x, weight })`. */
export function checkTensors(owner: string, tensors: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(tensors)) checkArgument(owner, name, value, aTensor);
}
