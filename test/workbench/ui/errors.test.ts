import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../harness/pictures.ts";
import { inWorkbench } from "../harness/suite.ts";

const local = `// a file beside the notebook
export function half(n: number): number {
  if (n % 2 === 1) throw new RangeError(n + " is odd");
  return n / 2;
}`;

describe("the places of an error", () => {
  const suite = inWorkbench({
    files: ["test/workbench/fixtures/plain.py"],
    contents: {
      "half.ts": local,
      "errors.ipynb": [
        `import { half } from "./half.ts";\nfunction thrice(n: number) {\n  return half(n) * 3;\n}`,
        `const even = thrice(4);\n\nthrice(5);`,
      ],
    },
    oneWindow: true,
    height: 1200,
  });
  const link = (words: string) => suite.workbench.outputs().getByRole("link", { name: words, exact: true });
  const position = () => suite.workbench.page.getByRole("button", { name: /^Ln \d+/ });

  it("are links to the cell and line, also across cells", async () => {
    const { workbench } = suite;
    await workbench.openNotebook("errors.ipynb");
    await workbench.kernelLabel().filter({ hasText: "Tokenwise (TypeScript)" }).waitFor();
    await workbench.runAll();
    await link("Cell 1, line 3").click();
    await workbench.focusedLine(0, "return half(n) * 3;");
    await link("Cell 2, line 3").click();
    await workbench.focusedLine(1, "thrice(5);");
  });

  it("are saved as plain words, for other readers of the notebook", async () => {
    const { workbench, server } = suite;
    await workbench.save();
    const { cells } = JSON.parse(readFileSync(join(server.folder, "errors.ipynb"), "utf8")) as {
      cells: { outputs: { output_type: string; traceback: string[] }[] }[];
    };
    assert.deepEqual(cells[1]!.outputs[0]!.traceback, [
      "RangeError: 5 is odd",
      "    at half (half.ts, line 3)",
      "    at thrice (Cell 1, line 3)",
      "    at Cell 2, line 3",
    ]);
  });

  it("are links into local files", async () => {
    const { workbench } = suite;
    await link("half.ts, line 3").click();
    await workbench.page.locator(".tab.active", { hasText: "half.ts" }).waitFor();
    await until("line 3", async () =>
      (await position().innerText()).startsWith("Ln 3,") ? true : undefined,
    );
  });
});
