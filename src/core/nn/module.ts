import { callback, checkArgument, text } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";
import { ForwardHooks } from "./forwardHooks.ts";
import type { ForwardHook, ForwardPreHook, HookHandle } from "./forwardHooks.ts";
import { interceptForward } from "./interceptForward.ts";
import { buffersOf, childrenOf, parametersOf, walkModules, walkTensors } from "./memberWalk.ts";
import type { Named } from "./memberWalk.ts";
import { moduleText } from "./moduleText.ts";
import type { Parameter } from "./parameter.ts";
import { loadStateDict, stateDict } from "./stateDict.ts";
import type { LoadResult, StateDict } from "./stateDict.ts";

/**
 * The base class of all layers, as torch.nn.Module: a subclass sets parameters and other modules as properties (or arrays of them) in its constructor
 * and writes a `forward` method, which is called directly: `model.forward(x)`. Modules within nested arrays, plain objects, Maps or Sets
 * are refused as soon as anything walks the modules: they would stay untrained.
 */
export abstract class Module {
  /** Whether dropout drops and BatchNorm uses the batch's own statistics; set by `train` and `eval`. */
  training = true;
  /** @internal */
  readonly hooks = new ForwardHooks();
  private readonly bufferNames = new Map<string, { persistent: boolean }>();

  constructor() {
    return interceptForward(this);
  }

  abstract forward(...inputs: never[]): unknown;

  /** All parameters of this module and the modules below it, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** As `parameters`, with names such as "layers.0.norm1.weight". */
  namedParameters(): Named<Parameter>[] {
    return walkTensors(this, parametersOf);
  }

  /** Tensors that belong to the state but are not trained, such as BatchNorm's running mean. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  namedBuffers(): Named<Tensor>[] {
    return walkTensors(this, buffersOf);
  }

  /** The modules directly below this one. */
  children(): Module[] {
    return childrenOf(this).map(([, child]) => child);
  }

  namedChildren(): Named<Module>[] {
    return childrenOf(this);
  }

  /** This module and all below it, parents first, each once. */
  modules(): Module[] {
    return walkModules(this).map(([, module]) => module);
  }

  /** As `modules`, with names: "" for this module itself. */
  namedModules(): Named<Module>[] {
    return walkModules(this);
  }

  /** Sets the training mode of this module and all below it. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** As `train(false)`: dropout passes everything, BatchNorm uses its running statistics. */
  eval(): this {
    return this.train(false);
  }

  /** Sets whether gradients are recorded for all parameters, for example to freeze a part of a model. */
  requireGrad(flag = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = flag;
    return this;
  }

  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }

  /** Calls `visit` with every module, children before their parents, as PyTorch does. */
  apply(visit: (module: Module) => void): this {
    checkArgument("apply", "visit", visit, callback);
    for (const child of this.children()) child.apply(visit);
    visit(this);
    return this;
  }

  /** Makes `tensor` a part of the state under `name`; it is then this module's property of that name. A buffer that is not persistent stays out of `stateDict`. */
  registerBuffer(name: string, tensor: Tensor, { persistent = true } = {}): void {
    checkArgument("registerBuffer", "name", name, text);
    checkTensors("registerBuffer", { tensor });
    this.bufferNames.set(name, { persistent });
    Object.assign(this, { [name]: tensor });
  }

  /** @internal */
  isBuffer(name: string): boolean {
    return this.bufferNames.has(name);
  }

  /** @internal */
  isPersistent(name: string): boolean {
    return this.bufferNames.get(name)?.persistent ?? false;
  }

  /** Parameters and persistent buffers by name. The tensors share their data with the module: clone them for a snapshot. */
  stateDict(): StateDict {
    return stateDict(this);
  }

  /**
   * Copies the values of `state` into the parameters and buffers of the same names. Nothing is changed where anything is wrong.
   *
   * @throws where a shape differs, or, unless `strict` is false, where names are missing or unexpected; the message lists all of them.
   */
  loadStateDict(
    state: StateDict | ReadonlyMap<string, Tensor>,
    options: { strict?: boolean } = {},
  ): LoadResult {
    return loadStateDict(this, state, options);
  }

  /** `hook(module, inputs, output)` runs after each `forward`; what it returns, unless undefined, replaces the output. */
  registerForwardHook(hook: ForwardHook): HookHandle {
    return this.hooks.addAfter(hook);
  }

  /** `hook(module, inputs)` runs before each `forward`; an array that it returns replaces the inputs. */
  registerForwardPreHook(hook: ForwardPreHook): HookHandle {
    return this.hooks.addBefore(hook);
  }

  /** @internal The properties that may hold modules, parameters and buffers; containers that name theirs otherwise override it. */
  members(): Named<unknown>[] {
    return Object.entries(this);
  }

  /** The settings that `toString` shows between the brackets. */
  extraText(): string {
    return "";
  }

  toString(): string {
    return moduleText(this);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
