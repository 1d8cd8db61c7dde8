// `npm run package`: tokenwise-<version>.vsix in the repository root.
import { statSync } from "node:fs";
import { bringUp, build, main } from "./bringUp.js";
import { packageExtension } from "./packageExtension.js";

await main(async () => {
  await bringUp();
  await build();
  const vsix = await packageExtension();
  console.log(`${vsix} (${(statSync(vsix).size / 2 ** 20).toFixed(1)} MB)`);
  return 0;
});
