import { Tensor } from "../../core/index.ts";
import type { Module, ModuleFrame, OpEvent, Tracer } from "../../core/index.ts";
import type { ArchitectureEdge, ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import { freeName } from "../freeName.ts";
import { attentionFacts } from "./attentionFacts.ts";
import type { AttentionFacts } from "./attentionFacts.ts";
import { moduleKind } from "./moduleKind.ts";
import { moduleLabel, opLabel } from "./nodeLabels.ts";
import { opKind } from "./opKind.ts";

/** A node before folding; a norm is known by the tensor that it made. */
export interface GraphNode extends ArchitectureNode {
  output: Tensor | null;
}

interface OpenLeaf {
  readonly frame: ModuleFrame;
  weights: Tensor | null;
}

/**
 * Turns one traced run into nodes and edges: modules without inside, attention and norms become nodes, modules with an inside
 * blocks around them, and ops between them (residual sums, activations) nodes of their own. Edges follow the tensors.
 */
export class GraphBuilder implements Tracer {
  readonly nodes: GraphNode[] = [];
  readonly edges: ArchitectureEdge[] = [];
  private readonly sources = new Map<Tensor, string>();
  private readonly ids = new Set<string>();
  private readonly blocks: { readonly frame: ModuleFrame; readonly id: string | null }[] = [];
  private leaf: OpenLeaf | null = null;

  addInput(input: Tensor, label: string): void {
    const id = this.addNode("input", { type: "input", label, output: input });
    this.sources.set(input, id);
  }

  addOutput(output: Tensor): void {
    const id = this.addNode("output", { type: "output", label: "output", output });
    this.connect([output], id);
  }

  enter(frame: ModuleFrame): void {
    if (this.leaf !== null) return;
    if (moduleKind(frame.module) !== "block") this.leaf = { frame, weights: null };
    else this.blocks.push({ frame, id: frame.path === "" ? null : this.addBlock(frame) });
  }

  leave(frame: ModuleFrame, inputs: readonly unknown[], output: unknown): void {
    if (this.leaf?.frame === frame) this.closeLeaf(this.leaf, inputs, output);
    else if (this.blocks.at(-1)?.frame === frame) this.closeBlock(tensorsIn([output])[0]);
  }

  op({ op, inputs, output }: OpEvent): void {
    if (this.leaf !== null) {
      if (op === "softmax") this.leaf.weights = output;
      return;
    }
    const streams = new Set(inputs.flatMap((input) => this.sources.get(input) ?? []));
    const [source] = streams;
    if (source === undefined) return;
    const kind = opKind(op, streams.size);
    if (kind === null) return void this.sources.set(output, source);
    const id = this.addNode(kind, { type: op, label: opLabel(op, kind), output });
    this.connect(inputs, id);
    this.sources.set(output, id);
  }

  private closeLeaf({ frame, weights }: OpenLeaf, inputs: readonly unknown[], output: unknown): void {
    this.leaf = null;
    const given = tensorsIn(inputs);
    const made = tensorsIn([output]);
    const [first] = made;
    // A dropout of 0 hands its input on: there is nothing to draw.
    if (first === undefined || given.includes(first)) return;
    const { module, path } = frame;
    const kind = moduleKind(module);
    const attention = kind === "attention" ? attentionFacts(module, inputs, weights) : null;
    const label = moduleLabel(module, path, kind, attention);
    const id = this.addNode(kind, {
      path,
      type: module.constructor.name,
      label,
      output: first,
      module,
      attention,
    });
    this.connect(given, id);
    for (const tensor of made) this.sources.set(tensor, id);
  }

  private addBlock({ module, path }: ModuleFrame): string {
    const type = module.constructor.name;
    return this.addNode("block", { path, type, label: moduleLabel(module, path, "block", null), module });
  }

  private closeBlock(output: Tensor | undefined): void {
    const { id } = this.blocks.pop()!;
    const node = this.nodes.find((one) => one.id === id);
    if (node === undefined || output === undefined) return;
    node.output = output;
    node.outputShape = [...output.shape];
  }

  private addNode(
    kind: ArchitectureNode["kind"],
    about: {
      type: string;
      label: string;
      path?: string;
      output?: Tensor;
      module?: Module;
      attention?: AttentionFacts | null;
    },
  ): string {
    const parent = this.blocks.findLast((block) => block.id !== null)?.id ?? null;
    const inParent = parent === null ? about.type : `${parent}.${about.type}`;
    const id = freeName(about.path ? about.path : inParent, this.ids);
    this.nodes.push({
      id,
      parent,
      kind,
      path: about.path ?? "",
      type: about.type,
      label: about.label,
      outputShape: [...(about.output?.shape ?? [])],
      parameters: about.module?.parameters().reduce((sum, { size }) => sum + size, 0) ?? 0,
      norm: null,
      attention: about.attention ?? null,
      repeat: 1,
      output: about.output ?? null,
    });
    return id;
  }

  /** One edge from each different node that one of the tensors comes from. */
  private connect(inputs: readonly Tensor[], to: string): void {
    const seen = new Set<string>();
    for (const input of inputs) {
      const from = this.sources.get(input);
      if (from === undefined || seen.has(from)) continue;
      seen.add(from);
      this.edges.push({ from, to, shape: [...input.shape], residual: false });
    }
  }
}

function tensorsIn(values: readonly unknown[]): Tensor[] {
  return values
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter((value) => value instanceof Tensor);
}
