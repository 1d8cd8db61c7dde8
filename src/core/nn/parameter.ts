import { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";

/**
 * A tensor that a module trains: set as a module's property it is found by `parameters()`. Shares its numbers with `values`, unless
 * those are a view that is not contiguous: an optimizer writes to a parameter's `data`, which must be the storage itself.
 */
export class Parameter extends Tensor {
  constructor(values: Tensor, { requiresGrad = true }: { readonly requiresGrad?: boolean } = {}) {
    checkTensors("Parameter", { values });
    super(values.array.contiguous(), { requiresGrad });
  }
}
