import type { OutputMime, OutputPayload } from "../src/protocol/outputs/index.ts";
import { TokenStatsView } from "./charts/tokenStatsView.ts";
import { compareNormsDetails } from "./details/compareNorms.ts";
import { gradientFlowDetails } from "./details/gradientFlow.ts";
import { honestLossDetails } from "./details/honestLoss.ts";
import { tensorDetails } from "./details/tensor.ts";
import { tokenInfluenceDetails } from "./details/tokenInfluence.ts";
import { ArchitectureView } from "./diagrams/architectureView.ts";
import { pictureView } from "./pictureView.ts";
import { ProgressView } from "./progressView.ts";
import type { ViewFactory } from "./view.ts";

const influence = "application/vnd.tokenwise.token-influence.v1+json";
const compare = "application/vnd.tokenwise.compare-norms.v1+json";
const honest = "application/vnd.tokenwise.honest-loss.v1+json";
const gradients = "application/vnd.tokenwise.gradient-flow.v1+json";
const tensor = "application/vnd.tokenwise.tensor.v1+json";

/** Which view draws which output. */
export const views: { readonly [M in OutputMime]: ViewFactory<OutputPayload<M>> } = {
  "application/vnd.tokenwise.token-stats.v1+json": (payload, theme) => new TokenStatsView(payload, theme),
  [influence]: pictureView(influence, tokenInfluenceDetails),
  "application/vnd.tokenwise.architecture.v1+json": (payload, theme) => new ArchitectureView(payload, theme),
  [compare]: pictureView(compare, compareNormsDetails),
  [honest]: pictureView(honest, honestLossDetails),
  [gradients]: pictureView(gradients, gradientFlowDetails),
  [tensor]: pictureView(tensor, tensorDetails),
  "application/vnd.tokenwise.progress.v1+json": (payload, theme) => new ProgressView(payload, theme),
};
