// `npm start`, the first command in a fresh clone: runs the sample notebook through the real kernel, without VS Code.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bringUp, build, main, root } from "./bringUp.js";
import { run } from "./run.js";

await main(async () => {
  await bringUp();
  await build();
  mkdirSync(join(root, "out"), { recursive: true });
  const notebook = "media/notebooks/layernorm.ipynb";
  const executed = "out/layernorm.ipynb";
  const page = "out/layernorm.html";
  console.log(`Running ${notebook} ...\n`);
  const code = await run(process.execPath, [
    "dist/cli.js",
    ...["run", notebook, "--output", executed, "--html", page],
  ]);
  if (code !== 0) return code;
  console.log(`
The executed notebook: ${join(root, executed)}
The same with interactive charts, one file for any browser: ${join(root, page)}
Next: npm run vscode (the notebook in VS Code), npm test (everything is checked).`);
  return 0;
});
