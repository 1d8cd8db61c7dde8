export {
  type LintError,
  type LintLanguage,
  type LintOptions,
  type LintResult,
  type Linter,
  createLinter,
  languageOfPath,
} from "./linter.ts";
export type { Finding, Place, PlacedSuggestion, Severity } from "./finding.ts";
export type { Grammars } from "./languages/parsers.ts";
export type { SourceCell } from "./source.ts";
export { rules } from "./rules/index.ts";
export { type Reporter, reporters } from "./reporters/index.ts";
