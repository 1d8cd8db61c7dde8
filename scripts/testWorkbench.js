// `npm run test:workbench [-- --grep ...]`: the tests in the real VS Code alone.
import { bringUp, build, main } from "./bringUp.js";
import { packageExtension } from "./packageExtension.js";
import { installWorkbench } from "./workbench.js";

await main(async () => {
  await bringUp();
  await installWorkbench();
  await build();
  await packageExtension();
  const { extensionHostTests, workbenchTests } = await import("./suites.js");
  const args = process.argv.slice(2);
  const parts =
    args.length > 0 ? [await workbenchTests(args)] : [await extensionHostTests(), await workbenchTests()];
  return parts.some(({ failures }) => failures > 0) ? 1 : 0;
});
