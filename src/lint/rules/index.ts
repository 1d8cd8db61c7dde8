import { affinePerToken } from "./affinePerToken.ts";
import { batchStatistic } from "./batchStatistic.ts";
import { crossTokenStatistic } from "./crossTokenStatistic.ts";
import { missingKeepdim } from "./missingKeepdim.ts";
import { normOverTokens } from "./normOverTokens.ts";
import type { Rule } from "./rule.ts";

/** Every rule; each has a file here, a page in docs/rules and a folder in test/lint/corpus. */
export const rules: readonly Rule[] = [
  normOverTokens,
  crossTokenStatistic,
  batchStatistic,
  missingKeepdim,
  affinePerToken,
];
