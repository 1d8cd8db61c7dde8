import type { OutputMime, OutputPayload } from "../src/protocol/outputs/index.ts";
import { TokenStatsView } from "./charts/tokenStatsView.ts";
import { pictureView } from "./pictureView.ts";
import { progressView } from "./progressView.ts";
import type { ViewFactory } from "./view.ts";

/** Which view draws which output. */
export const views: { readonly [M in OutputMime]: ViewFactory<OutputPayload<M>> } = {
  "application/vnd.tokenwise.token-stats.v1+json": (payload, theme) => new TokenStatsView(payload, theme),
  "application/vnd.tokenwise.token-influence.v1+json": pictureView(
    "application/vnd.tokenwise.token-influence.v1+json",
  ),
  "application/vnd.tokenwise.architecture.v1+json": pictureView(
    "application/vnd.tokenwise.architecture.v1+json",
  ),
  "application/vnd.tokenwise.compare-norms.v1+json": pictureView(
    "application/vnd.tokenwise.compare-norms.v1+json",
  ),
  "application/vnd.tokenwise.tensor.v1+json": pictureView("application/vnd.tokenwise.tensor.v1+json"),
  "application/vnd.tokenwise.progress.v1+json": progressView,
};
