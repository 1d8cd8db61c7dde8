// Runs the bundled suite (.cache/host/index.cjs) within the extension host of a clean VS Code.
import { join } from "node:path";
import { launchBrowser } from "./harness/browser.ts";
import { mark } from "./host/mark.ts";
import { root, startTestServer } from "./harness/server.ts";

const limitMilliseconds = 480_000;

const server = await startTestServer({
  files: ["test/workbench/fixtures", "media/notebooks/layernorm.ipynb"],
});
const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  const exitCode = new Promise<number>((resolve) => {
    void page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
    setTimeout(() => {
      console.error("The suite in the extension host did not end in time.");
      resolve(1);
    }, limitMilliseconds).unref();
  });
  await page.exposeFunction("codeAutomationLog", (_type: string, [line]: unknown[]) => {
    if (typeof line === "string" && line.startsWith(mark)) console.log(line.slice(mark.length));
  });
  const remote = (path: string): string => `vscode-remote://remote${join(root, path)}`;
  const environment = { MOCHA_RESULTS: process.env["MOCHA_RESULTS"], FOLDER: server.folder };
  const payload = [
    ["extensionDevelopmentPath", remote("test/workbench/emptyExtension")],
    ["extensionTestsPath", remote(".cache/host/index.cjs")],
    ["extensionEnvironment", JSON.stringify(environment)],
  ];
  const query = `folder=${encodeURIComponent(server.folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  await page.goto(`${server.origin}/?${query}`);
  process.exitCode = await exitCode;
} finally {
  await browser.close();
  await server.stop();
}
