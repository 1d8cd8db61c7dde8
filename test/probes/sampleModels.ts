import { models, nn, tensor, zeros } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";

/** A causal decoder whose norms are LayerNorm over C unless others are put in. */
export function smallDecoder({ normFirst = true, nLayer = 2 } = {}): models.GPT {
  return new models.GPT({ vocabSize: 11, blockSize: 300, nLayer, nHead: 2, nEmbd: 16, normFirst });
}

/** A user's own norm over the wrong axis. */
export class NormOverTokens extends nn.Module {
  override forward(x: Tensor): Tensor {
    const centered = x.sub(x.mean(1, { keepdims: true }));
    return centered.div(x.var(1, { keepdims: true }).add(1e-5).sqrt());
  }
}

/** Attention written out by hand. Position i sees positions up to i + `ahead`: 0 is causal, 1 is off by one. */
export class HandwrittenAttention extends nn.Module {
  readonly query: nn.Linear;
  readonly key: nn.Linear;
  readonly value: nn.Linear;
  readonly ahead: number;

  constructor(channels: number, ahead: number) {
    super();
    this.query = new nn.Linear(channels, channels);
    this.key = new nn.Linear(channels, channels);
    this.value = new nn.Linear(channels, channels);
    this.ahead = ahead;
  }

  override forward(x: Tensor): Tensor {
    const tokens = x.shape[1]!;
    const mask = new Float32Array(tokens * tokens).map((_, i) =>
      i % tokens > Math.floor(i / tokens) + this.ahead ? -Infinity : 0,
    );
    const scores = this.queriesOf(x)
      .matmul(this.keysOf(x).transpose())
      .mul(x.shape[2]! ** -0.5);
    return scores
      .add(tensor(mask, [tokens, tokens]))
      .softmax(-1)
      .matmul(this.value.forward(x));
  }

  protected queriesOf(x: Tensor): Tensor {
    return this.query.forward(x);
  }

  protected keysOf(x: Tensor): Tensor {
    return this.key.forward(x);
  }
}

/** Hand-written causal attention that normalises its queries and keys, each token alone or over all tokens. */
export class QkNormAttention extends HandwrittenAttention {
  readonly queryNorm: nn.Module & { forward(x: Tensor): Tensor };
  readonly keyNorm: nn.Module & { forward(x: Tensor): Tensor };

  constructor(channels: number, makeNorm: () => nn.Module & { forward(x: Tensor): Tensor }) {
    super(channels, 0);
    this.queryNorm = makeNorm();
    this.keyNorm = makeNorm();
  }

  protected override queriesOf(x: Tensor): Tensor {
    return this.queryNorm.forward(super.queriesOf(x));
  }

  protected override keysOf(x: Tensor): Tensor {
    return this.keyNorm.forward(super.keysOf(x));
  }
}

/** One pre-norm block around hand-written attention. */
export class HandwrittenBlock extends nn.Module {
  readonly norm = new nn.LayerNorm(16);
  readonly attention: HandwrittenAttention;

  constructor(ahead: number) {
    super();
    this.attention = new HandwrittenAttention(16, ahead);
  }

  override forward(x: Tensor): Tensor {
    return x.add(this.attention.forward(this.norm.forward(x)));
  }
}

/** [B, N, C] through a norm that expects [B, C, N]. */
export class ChannelsFirst<M extends { forward(x: Tensor): Tensor }> extends nn.Module {
  readonly inner: M;

  constructor(inner: M) {
    super();
    this.inner = inner;
  }

  override forward(x: Tensor): Tensor {
    return this.inner.forward(x.transpose(1, 2)).transpose(1, 2);
  }
}

/** Statistics of the token itself and the earlier ones: causal, but not token-independent. */
export function cumulativeNorm(x: Tensor): Tensor {
  const tokens = x.shape[1]!;
  const average = zeros([tokens, tokens]);
  average.writeData((data) =>
    data.forEach((_, i) => {
      const [to, from] = [Math.floor(i / tokens), i % tokens];
      data[i] = from <= to ? 1 / (to + 1) : 0;
    }),
  );
  return x.sub(average.matmul(x));
}
