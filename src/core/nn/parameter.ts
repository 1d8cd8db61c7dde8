import { checkTensors } from "../tensorArguments.ts";
import { Tensor } from "../tensor.ts";

/** A tensor that a module trains: set as a module's property it is found by `parameters()`. Shares its numbers with `values`. */
export class Parameter extends Tensor {
  constructor(values: Tensor, { requiresGrad = true }: { readonly requiresGrad?: boolean } = {}) {
    checkTensors("Parameter", { values });
    super(values.array, { requiresGrad });
  }
}
