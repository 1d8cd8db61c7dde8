// `npm start`, the first command in a fresh clone: runs the sample notebook through the real kernel, without VS Code.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bringUp, build, main, root } from "./bringUp.js";
import { run } from "./run.js";

const statistics = "application/vnd.tokenwise.token-stats.v1+json";

/**
 * The tables of mean and variance per token, as the executed notebook holds them beside its charts.
 * @param {string} path of an .ipynb file
 * @returns {string[]}
 */
function tokenTables(path) {
  /** @type {{ cells: { outputs?: { data?: Record<string, string | string[]> }[] }[] }} */
  const { cells } = JSON.parse(readFileSync(path, "utf8"));
  const bundles = cells.flatMap(({ outputs = [] }) => outputs.map(({ data }) => data ?? {}));
  return bundles
    .filter((data) => statistics in data)
    .map((data) => [data["text/plain"] ?? ""].flat().join(""));
}

await main(async () => {
  await bringUp();
  await build();
  mkdirSync(join(root, "out"), { recursive: true });
  const notebook = "media/notebooks/layernorm.ipynb";
  const executed = join(root, "out", "layernorm.ipynb");
  const page = join(root, "out", "layernorm.html");
  console.log(
    `Running ${notebook}; its last section trains two small models, which takes about half a minute ...`,
  );
  const args = ["dist/cli.js", "run", notebook, "--output", executed, "--html", page];
  const code = await run(process.execPath, args, { quiet: true });
  if (code !== 0) return code;
  for (const table of tokenTables(executed)) console.log(`\n${table}`);
  console.log(`
The executed notebook:      ${executed}
With interactive charts:    ${page} (one file, for any browser)

Next: npm run vscode (the notebook in VS Code), npm test (everything is checked).`);
  return 0;
});
