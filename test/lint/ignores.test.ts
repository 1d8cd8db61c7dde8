import { equal } from "node:assert/strict";
import { testLinter } from "./testLinter.ts";

const head = "def f(x):\n    B, T, C = x.shape\n";

async function count(text: string): Promise<number> {
  return (await testLinter()).lint({ path: "a.py", text, language: "python" }).findings.length;
}

describe("silencing", () => {
  it("is needed at all", async () =>
    equal(await count(`${head}    return x - x.mean(1, keepdim=True)\n`), 1));

  for (const comment of [
    "tokenwise: ignore",
    "tokenwise: ignore[cross-token-statistic] a reason",
    "tokenwise: ignore[batch-statistic, cross-token-statistic]",
    "tokenwise-ignore[cross-token-statistic]",
    "noqa  tokenwise: ignore[cross-token-statistic]",
  ])
    it(`takes "${comment}" at the end of the line`, async () =>
      equal(await count(`${head}    return x - x.mean(1, keepdim=True)  # ${comment}\n`), 0));

  it("takes a comment anywhere in the statement", async () =>
    equal(
      await count(
        `${head}    return (\n        x\n        - x.mean(1, keepdim=True)\n    )  # tokenwise: ignore\n`,
      ),
      0,
    ));

  it("takes ignore-next-line and ignore-file", async () => {
    equal(
      await count(`${head}    # tokenwise: ignore-next-line\n    return x - x.mean(1, keepdim=True)\n`),
      0,
    );
    equal(await count(`# tokenwise: ignore-file\n${head}    return x - x.mean(1, keepdim=True)\n`), 0);
  });

  it("silences the named rule only, and not other statements", async () => {
    equal(
      await count(`${head}    return x - x.mean(1, keepdim=True)  # tokenwise: ignore[norm-over-tokens]\n`),
      1,
    );
    equal(await count(`${head}    y = 1  # tokenwise: ignore\n    return x - x.mean(1, keepdim=True)\n`), 1);
  });

  it("tells which comments silence nothing", async () => {
    const text = "# tokenwise: ignore[norm-over-tokens]\nnorm = 1\n";
    const { unusedIgnores } = (await testLinter()).lint({ path: "a.py", text, language: "python" });
    equal(unusedIgnores[0]?.line, 1);
  });
});
