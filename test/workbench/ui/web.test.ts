import { root } from "../harness/server.ts";
import { inWorkbench } from "../harness/suite.ts";

describe("VS Code that runs in the browser alone", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py", "test/workbench/fixtures/leaks/handWritten.py"],
    bare: true,
    extensionDevelopmentPath: root,
    extensionDevelopmentKind: "web",
    oneWindow: true,
    height: 1000,
  });

  it("loads the web entry, which checks files", async () => {
    const { workbench } = suite;
    await workbench.page.locator("iframe.web-worker-ext-host-iframe").waitFor({ state: "attached" });
    await workbench.openFile("handWritten.py");
    await workbench.page.locator(".monaco-editor .squiggly-warning").first().waitFor();
  });

  it("makes notebooks", async () => {
    const { workbench } = suite;
    await workbench.command("Tokenwise: New TypeScript Notebook");
    await workbench.page.locator(".tab.active", { hasText: "Untitled" }).waitFor();
    await workbench.cell(0).getByText("TypeScript", { exact: true }).waitFor();
  });
});
