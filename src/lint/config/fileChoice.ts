import ignore from "ignore";
import type { LintConfig } from "./lintConfig.ts";

type Choice = Pick<LintConfig, "include" | "exclude">;

/**
 * Which files `include` and `exclude` leave in, for names that are relative to the folder which the patterns are seen
 * from, with `/`. The patterns are those of a .gitignore; what lies outside of the folder is left in.
 */
export function fileChoice({ include = [], exclude = [] }: Choice): (name: string) => boolean {
  const included = ignore().add([...include]);
  const excluded = ignore().add([...exclude]);
  return (name) => {
    if (!ignore.isPathValid(name)) return true;
    return (include.length === 0 || included.ignores(name)) && !excluded.ignores(name);
  };
}
