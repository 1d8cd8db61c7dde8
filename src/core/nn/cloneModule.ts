import { Tensor } from "../tensor.ts";
import { ForwardHooks } from "./forwardHooks.ts";
import { hasOwnForward, interceptForward } from "./interceptForward.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/**
 * A module of the same class with copies of all parameters, buffers and inner modules; hooks are left behind.
 * A `forward` that is not the class's method cannot be copied: it would go on using the parameters of the original.
 * What is neither a tensor, a module nor an array of them is shared. `#private` fields cannot be copied from outside the class.
 */
export function cloneModule<M extends Module>(module: M): M {
  return cloneWith(module, new Map()) as M;
}

function cloneWith(module: Module, done: Map<unknown, unknown>): Module {
  const known = done.get(module);
  if (known !== undefined) return known as Module;
  const { name } = module.constructor;
  if (hasOwnForward(module))
    throw new Error(
      `${name} cannot be copied, because its forward is a field or was set later: write it as a method, or pass a function that makes each ${name}`,
    );
  const copy = interceptForward(Object.create(Object.getPrototypeOf(module) as object) as Module);
  done.set(module, copy);
  for (const [name, value] of Object.entries(module))
    Object.assign(copy, { [name]: cloneValue(value, done) });
  return copy;
}

function cloneValue(value: unknown, done: Map<unknown, unknown>): unknown {
  if (value instanceof Module) return cloneWith(value, done);
  if (value instanceof ForwardHooks) return new ForwardHooks();
  if (Array.isArray(value)) return value.map((item) => cloneValue(item, done));
  if (!(value instanceof Tensor)) return value;
  const copy = done.get(value) ?? cloneTensor(value);
  done.set(value, copy);
  return copy;
}

function cloneTensor(tensor: Tensor): Tensor {
  const values = tensor.detach().clone();
  return tensor instanceof Parameter ? new Parameter(values, { requiresGrad: tensor.requiresGrad }) : values;
}
