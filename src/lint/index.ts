export {
  type LintError,
  type LintLanguage,
  type LintOptions,
  type LintResult,
  type Linter,
  createLinter,
  languageOfPath,
} from "./linter.ts";
export type { Finding, Place, PlacedSuggestion } from "./finding.ts";
export { rules } from "./rules/index.ts";
export { reporters } from "./reporters/index.ts";
export { withSafeFixes } from "./fixes.ts";
