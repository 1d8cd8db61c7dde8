export {
  type LintError,
  type LintFile,
  type LintLanguage,
  type LintOptions,
  type LintResult,
  type Linter,
  createLinter,
  languageOfPath,
} from "./linter.ts";
export type { Finding, Place, PlacedSuggestion, Severity } from "./finding.ts";
export type { LintDocument } from "./document.ts";
export type { Neighbours } from "./neighbours.ts";
export { rules } from "./rules/index.ts";
export { type Reporter, reporters } from "./reporters/index.ts";
export { ConfigError, type LintConfig, configName, fileChoice, parseConfig } from "./config/index.ts";
export { type BaselineEntry, baselineText, compareWithBaseline, parseBaseline } from "./baseline.ts";
export type { Measurable } from "./measurable.ts";
