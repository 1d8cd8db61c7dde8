export { ConfigError, type LintConfig, configName, lintConfig, parseConfig } from "./lintConfig.ts";
export { fileChoice } from "./fileChoice.ts";
