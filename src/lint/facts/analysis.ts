import type { ClassDefinition, FunctionDefinition, Program, Span } from "../syntax/program.ts";
import type { Neighbourhood } from "../neighbours.ts";
import type { Fact } from "./facts.ts";
import type { Scope } from "./scope.ts";
import type { ShapeNotes } from "./shapeNotes.ts";
import type { Value } from "./values.ts";

/** Thrown inside the interpreter when a file needs more work than it is given. */
export class WorkLimit extends Error {}

const transformerWords =
  /transformer|self_?attn|self-?attention|multi_?-?head|causal|attention|RMSNorm|\b(n_embd|d_model|n_heads?|num_heads)\b/i;
const loadedTransformers =
  /\bcreate_model\(\s*["'](vit|deit|beit|eva|cait)|\bvit_[bhl]_\d+\(|\b(ViT|De[iI][tT]|Beit|\w*Bert|BERT|GPT|Roberta|OPT|T5|Llama|Mistral|Qwen)\w*\.from_(pretrained|config)|\bAutoModel(ForCausalLM|ForMaskedLM)\b/;
const graphWords = /\b(GNN|GCN|GAT|edge_index|graph_?conv\w*|torch_geometric|dgl)\b/i;
const imageWords = /conv[_ ]?[123]d|convolution|image_|pixel|\bheight\b/i;
const imageModelWords = /group_?norm|conv_?3d|auto_?encoder|\bvae\b|u_?net/i;
const attentionWords = /attention|attn/i;

/** What one run over one program carries along. */
export class Analysis {
  readonly program: Program;
  readonly notes: ShapeNotes;
  readonly javascript: boolean;
  /** Whether the program is about Transformers, by its words. */
  readonly aboutTransformers: boolean;
  readonly facts: Fact[] = [];
  /** The calls that the interpreter is inside of. */
  readonly frames: Span[] = [];
  readonly active: FunctionDefinition[] = [];
  readonly neighbourhood: Neighbourhood | null;
  /** The neighbouring files that were run, by path, and how deep in imports of imports the interpreter is. */
  readonly modules = { scopes: new Map<string, Scope>(), depth: 0 };
  /** Whether it takes a Transformer from a library. */
  readonly loadsTransformer: boolean;
  private readonly aboutImages: boolean;
  private readonly aboutImageModels: boolean;
  private readonly text: string;
  private readonly speakers = new Map<Span, boolean>();
  /** What objects of a class took to build, and the last of them. */
  readonly built = new Map<ClassDefinition, { readonly steps: number; readonly last: Value | null }>();
  /** What calls of a function took, those within them included. */
  readonly spent = new Map<FunctionDefinition, number>();
  private readonly passed = new Map<FunctionDefinition, (number | null)[]>();
  stepsLeft: number;

  constructor(
    program: Program,
    text: string,
    notes: ShapeNotes,
    javascript: boolean,
    neighbourhood: Neighbourhood | null,
    steps = 300_000,
  ) {
    this.program = program;
    this.neighbourhood = neighbourhood;
    this.notes = notes;
    this.javascript = javascript;
    this.text = text;
    this.aboutTransformers = transformerWords.test(text) && !graphWords.test(text);
    this.loadsTransformer = loadedTransformers.test(text);
    this.aboutImages = imageWords.test(text);
    this.aboutImageModels = imageModelWords.test(text);
    this.stepsLeft = steps;
  }

  /** What the words of the whole text and the calls at its top level decide; equal for programs that are read alike. */
  get speaking(): string {
    const passed = [...this.passed].map(([{ name }, ranks]) => [name, ...ranks].join(":"));
    return [
      this.aboutTransformers,
      this.loadsTransformer,
      this.aboutImages,
      this.aboutImageModels,
      ...passed,
    ].join();
  }

  /** A call at the top level passes a tensor of this rank, null where it is not known. */
  passRank(definition: FunctionDefinition, parameter: number, rank: number | null): void {
    const ranks = this.passed.get(definition) ?? [];
    const known = ranks[parameter];
    ranks[parameter] = known === undefined || known === rank ? rank : null;
    this.passed.set(definition, ranks);
  }

  /** The rank of all that calls at the top level pass for a parameter; null where they pass none, or several. */
  rankPassed(definition: FunctionDefinition, parameter: number): number | null {
    return this.passed.get(definition)?.[parameter] ?? null;
  }

  /**
   * Whether names such as hidden_states say a layout here: in a program about Transformers without convolutions, or,
   * where it has some (the patches of a vision Transformer), in a definition with attention and no image.
   */
  namesTokens(span: Span): boolean {
    if (!this.aboutTransformers) return false;
    if (!this.aboutImages) return true;
    if (this.aboutImageModels) return false;
    const owner = this.program.statements.find(
      (statement) => statement.span.start <= span.start && span.end <= statement.span.end,
    );
    const around = owner?.span ?? { start: 0, end: this.text.length };
    const known = this.speakers.get(around);
    if (known !== undefined) return known;
    const own = this.text.slice(around.start, around.end);
    const speaks = attentionWords.test(own) && !imageWords.test(own);
    this.speakers.set(around, speaks);
    return speaks;
  }

  step(): void {
    if (--this.stepsLeft < 0) throw new WorkLimit();
  }

  emit(fact: Fact): void {
    this.facts.push(fact);
  }
}
