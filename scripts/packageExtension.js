import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bringUp.js";
import { run } from "./run.js";

/**
 * Packs dist/ and what .vscodeignore leaves into a .vsix.
 * @returns {Promise<string>} its path
 */
export async function packageExtension() {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const vsix = join(root, `${name}-${version}.vsix`);
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  // Everything is bundled: of node_modules .vscodeignore lets one package.json through, by which VS Code finds the plugin of
  // its TypeScript server. The README's pictures lie in the package, so no addresses are needed.
  const flags = ["--follow-symlinks", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const code = await run(process.execPath, [vsce, "package", ...flags, "--out", vsix], { quiet: true });
  if (code !== 0) throw new Error(`vsce could not make the .vsix (exit code ${code}).`);
  return vsix;
}
