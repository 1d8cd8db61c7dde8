import { checkOptions, flag, fraction, instanceOf, required, type Kinds } from "../arguments.ts";
import type { MultiheadAttentionInput, TensorModule } from "../nn/index.ts";
import { Dropout, Module, MultiheadAttention } from "../nn/index.ts";
import { residual } from "../nn/transformer/residual.ts";
import type { Tensor } from "../tensor.ts";

/** How a block attends: masks as in MultiheadAttention. */
export type BlockInput = Pick<MultiheadAttentionInput, "isCausal" | "keyPaddingMask" | "cache">;

export interface BlockParts {
  norm1: TensorModule;
  attention: MultiheadAttention;
  norm2: TensorModule;
  feedForward: TensorModule;
  dropout: number;
  /** Normalise before attention and feed-forward (pre-norm), or after each residual sum (post-norm). */
  normFirst: boolean;
}

const aModule = required(instanceOf("a module", Module));
const partKinds: Kinds<BlockParts> = {
  norm1: aModule,
  attention: required(instanceOf("a MultiheadAttention", MultiheadAttention)),
  norm2: aModule,
  feedForward: aModule,
  dropout: required(fraction),
  normFirst: required(flag),
};

/** One layer of a Transformer: attention and a feed-forward network, each with a residual connection and a norm. [B, N, C] -> [B, N, C]. */
export class Block extends Module {
  norm1: TensorModule;
  attention: MultiheadAttention;
  norm2: TensorModule;
  feedForward: TensorModule;
  dropout: Dropout;
  readonly normFirst: boolean;

  constructor(parts: BlockParts) {
    super();
    checkOptions("Block", parts, partKinds);
    this.norm1 = parts.norm1;
    this.attention = parts.attention;
    this.norm2 = parts.norm2;
    this.feedForward = parts.feedForward;
    this.dropout = new Dropout(parts.dropout);
    this.normFirst = parts.normFirst;
  }

  override forward(x: Tensor, input: BlockInput = {}): Tensor {
    const { norm1, norm2, normFirst } = this;
    const attended = residual(x, norm1, normFirst, (y) => this.attend(y, input));
    return residual(attended, norm2, normFirst, (y) => this.transform(y));
  }

  override extraText(): string {
    return `normFirst=${this.normFirst}`;
  }

  private attend(x: Tensor, input: BlockInput): Tensor {
    const [output] = this.attention.forward(x, x, x, { ...input, needWeights: false });
    return this.dropout.forward(output);
  }

  private transform(x: Tensor): Tensor {
    return this.dropout.forward(this.feedForward.forward(x));
  }
}
