// npm runs this where the package is installed from its repository, as pre-commit does: then the bundles are missing.
// After `npm ci` in a clone, `npm start`, `npm test` and `npm run build` build by themselves.
import { existsSync } from "node:fs";
import { run } from "./run.js";

if (process.env["npm_command"] !== "ci" && !existsSync("dist/cli.js")) {
  // `npm install -g <repository>` hands its --global down to the clone, which leaves the clone without packages.
  if (!existsSync("node_modules/esbuild"))
    await run("npm", ["ci", "--no-global", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]);
  await import("../esbuild.config.js");
}
