import type { OutputMime, OutputPayload } from "../../src/protocol/outputs/index.ts";
import {
  architecturePayload,
  encoderDecoderPayload,
  measuredArchitecturePayload,
} from "./payloads/architecture.ts";
import { compareNormsPayload } from "./payloads/compareNorms.ts";
import { gradientFlowPayload } from "./payloads/gradientFlow.ts";
import { honestLossPayload } from "./payloads/honestLoss.ts";
import { progressPayload } from "./payloads/progress.ts";
import { tensorPayload } from "./payloads/tensor.ts";
import { tokenInfluencePayload } from "./payloads/tokenInfluence.ts";
import { tokenStatsPayload } from "./payloads/tokenStats.ts";

export interface Sample<M extends OutputMime = OutputMime> {
  readonly name: string;
  readonly mime: M;
  readonly payload: OutputPayload<M>;
}

function sample<M extends OutputMime>(name: string, mime: M, payload: OutputPayload<M>): Sample {
  return { name, mime, payload } as Sample;
}

const manyTokens = Array.from({ length: 300 }, (_, index) => `t${index}`);

/** One payload of every kind, and the shapes that drawings must bear. */
export const samples: readonly Sample[] = [
  sample("tokenStats", "application/vnd.tokenwise.token-stats.v1+json", tokenStatsPayload()),
  sample(
    "tokenStatsManyTokens",
    "application/vnd.tokenwise.token-stats.v1+json",
    tokenStatsPayload({ tokens: manyTokens, layers: 12 }),
  ),
  sample("tokenInfluence", "application/vnd.tokenwise.token-influence.v1+json", tokenInfluencePayload()),
  sample(
    "tokenInfluenceLeak",
    "application/vnd.tokenwise.token-influence.v1+json",
    tokenInfluencePayload({ leaky: true }),
  ),
  sample("architecturePre", "application/vnd.tokenwise.architecture.v1+json", architecturePayload()),
  sample(
    "architecturePost",
    "application/vnd.tokenwise.architecture.v1+json",
    architecturePayload({ placement: "post", scope: "tokens" }),
  ),
  sample(
    "architectureMeasured",
    "application/vnd.tokenwise.architecture.v1+json",
    measuredArchitecturePayload(),
  ),
  sample(
    "architectureEncoderDecoder",
    "application/vnd.tokenwise.architecture.v1+json",
    encoderDecoderPayload(),
  ),
  sample("compareNorms", "application/vnd.tokenwise.compare-norms.v1+json", compareNormsPayload()),
  sample("honestLoss", "application/vnd.tokenwise.honest-loss.v1+json", honestLossPayload()),
  sample("gradientFlow", "application/vnd.tokenwise.gradient-flow.v1+json", gradientFlowPayload()),
  sample(
    "gradientFlowByDepth",
    "application/vnd.tokenwise.gradient-flow.v1+json",
    gradientFlowPayload({ byDepth: true }),
  ),
  sample("tensor", "application/vnd.tokenwise.tensor.v1+json", tensorPayload()),
  sample("progress", "application/vnd.tokenwise.progress.v1+json", progressPayload()),
];
