import type { Layout } from "../layout/axis.ts";
import type { Span } from "../syntax/program.ts";
import type { NormLayer } from "./layers/layer.ts";
import type { Statistic } from "./values.ts";

/** What the rules see. Facts hold layouts by reference, so they are read only after the whole program was run. */
export type Fact = StatisticFact | NormFact | LoopFact | AffineFact;

interface Placed {
  /** The calls through which the interpreter came here, outermost first. */
  readonly frames: readonly Span[];
}

/** A tensor is centred or scaled by a statistic of itself. */
export interface StatisticFact extends Placed {
  readonly kind: "statistic";
  readonly use: "centre" | "scale";
  readonly statistic: Statistic;
  /** The normalised tensor, as it is used. */
  readonly layout: Layout;
  readonly subject: string | null;
  /** Whether the tensor was transposed or reshaped between the statistic and its use. */
  readonly reshaped: boolean;
  readonly span: Span;
}

/** A norm layer is built, or applied to an input. */
export interface NormFact extends Placed {
  readonly kind: "norm";
  readonly norm: NormLayer;
  /** null where it is only built. */
  readonly input: Layout | null;
  /** Whether the code around is about Transformers and no images: a norm that is built there reads sequences. */
  readonly amongTokens: boolean;
  readonly span: Span;
}

/** A statistic that hand-written loops sum up, and that then normalises the same array. */
export interface LoopFact extends Placed {
  readonly kind: "loop";
  readonly array: string;
  /** The names of the bounds of the loops that run between reset and use. */
  readonly pooled: readonly string[];
  /** The statement that adds up. */
  readonly span: Span;
  readonly reason: "flat" | "never reset" | "token loop inside" | "stride";
  readonly layout: Layout | null;
}

/** A scale or shift of a norm that has a size per token. */
interface AffineFact extends Placed {
  readonly kind: "affine";
  readonly name: string;
  readonly sizes: readonly string[];
  readonly tokenAxis: number;
  readonly span: Span;
}
