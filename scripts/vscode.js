// `npm run vscode`: the real VS Code in the browser, with the packaged extension and the sample notebooks.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { bringUp, build, main, root } from "./bringUp.js";
import { startCodeServer } from "./codeServer.js";
import { packageExtension } from "./packageExtension.js";
import { installWorkbench, platformProblem } from "./workbench.js";

await main(async () => {
  const problem = platformProblem();
  if (problem !== undefined) throw new Error(problem);
  await bringUp();
  await installWorkbench();
  await build();
  const folder = join(root, "out", "vscode", "notebooks");
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, "media", "notebooks"), folder, { recursive: true, force: false });
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  const server = await startCodeServer({
    data: join(root, "out", "vscode"),
    extensions: [await packageExtension()],
  });
  console.log(`
VS Code with Tokenwise: ${server.origin}/?folder=${encodeURIComponent(folder)}
The samples are copies in ${folder} (delete it to get them anew).
Ctrl-C ends it.`);
  await stopped;
  await server.stop();
  return 0;
});
