import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The pages of the rules by id, which lie beside the bundles' folder; none where they were not shipped along. */
export function rulePages(dist: string): Map<string, string> {
  const folder = join(dist, "..", "docs", "rules");
  try {
    return new Map(
      readdirSync(folder)
        .filter((name) => name.endsWith(".md"))
        .map((name) => [name.slice(0, -3), readFileSync(join(folder, name), "utf8")]),
    );
  } catch {
    return new Map();
  }
}
