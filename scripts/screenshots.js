// `npm run screenshots`: the pictures in docs/images, from the packaged extension in the real VS Code.
import { bringUp, build, main } from "./bringUp.js";
import { packageExtension } from "./packageExtension.js";
import { run } from "./run.js";
import { installWorkbench } from "./workbench.js";

await main(async () => {
  await bringUp();
  await installWorkbench();
  await build();
  await packageExtension();
  return run(process.execPath, ["--import", "tsx", "test/workbench/takeScreenshots.ts"]);
});
