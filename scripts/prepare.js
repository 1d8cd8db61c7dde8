// npm runs this where the package is installed from its repository, as pre-commit does: then the bundles are missing.
// After `npm ci` in a clone, `npm start`, `npm test` and `npm run build` build by themselves.
import { existsSync } from "node:fs";

if (process.env["npm_command"] !== "ci" && !existsSync("dist/cli.js")) await import("../esbuild.config.js");
