import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { dist } from "./ours.ts";

/** What the interface of VS Code exports as values; its types alone are installed. */
function exportedNames(): string[] {
  const types = readFileSync(createRequire(import.meta.url).resolve("@types/vscode/index.d.ts"), "utf8");
  return [...types.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm)].map(
    ([, name]) => name!,
  );
}

/**
 * Milliseconds of processor time in which a fresh Node loads the extension and activates it, with a VS Code in whose place something
 * stands that has every member and does nothing: what is counted is the extension's own work. Where Node can (from 22), compiled code is
 * kept in the folder `cache` from one run to the next, as VS Code keeps it.
 */
export function activation(cache: string): { load: number; activate: number } {
  const script = `
    const Module = require("node:module");
    Module.enableCompileCache?.(${JSON.stringify(cache)});
    for (const name of ["fs", "os", "child_process", "crypto", "url"]) require("node:" + name);
    const anything = () => new Proxy(function () {}, {
      get: (_, key) => key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : key === Symbol.iterator ? function* () {} : anything(),
      apply: anything,
      construct: anything,
    });
    const vscode = Object.fromEntries(${JSON.stringify(exportedNames())}.map((name) => [name, anything()]));
    const load = Module._load;
    Module._load = (request, ...rest) => (request === "vscode" ? vscode : load(request, ...rest));
    const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
    const start = spent();
    const extension = require(${JSON.stringify(join(dist, "extension.cjs"))});
    const loaded = spent();
    extension.activate({ subscriptions: [], extensionUri: anything(), extension: anything(), extensionPath: "/", workspaceState: anything(), globalState: anything() });
    console.log(JSON.stringify({ load: loaded - start, activate: spent() - loaded }));
    Module.flushCompileCache?.();
    process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  if (!stdout) throw new Error(`The extension does not activate: ${stderr}`);
  return JSON.parse(stdout) as { load: number; activate: number };
}
