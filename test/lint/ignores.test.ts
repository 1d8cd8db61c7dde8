import { deepEqual, equal } from "node:assert/strict";
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

  for (const comment of ["tokenwise: ignored patterns are listed elsewhere", "tokenwise-ignore-nothing"])
    it(`takes "${comment}" for what it is`, async () =>
      equal(await count(`${head}    return x - x.mean(1, keepdim=True)  # ${comment}\n`), 1));

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

  it("tells which comments silence nothing, in whole or in part, and which name no rule", async () => {
    const unused = async (text: string) =>
      (await testLinter())
        .lint({ path: "a.py", text, language: "python" })
        .unusedIgnores.map(({ line, message }) => `${line}: ${message}`);
    deepEqual(await unused("# tokenwise: ignore[norm-over-tokens]\nnorm = 1\n"), [
      "1: This comment silences norm-over-tokens, which finds nothing here. Remove it.",
    ]);
    const wrong = (comment: string): string =>
      `${head}    return x - x.mean(1, keepdim=True)  # ${comment}\n`;
    deepEqual(await unused(wrong("tokenwise: ignore")), []);
    deepEqual(await unused(wrong("tokenwise: ignore[cross-token-statistic, batch-statistic]")), [
      "3: This comment silences batch-statistic, which finds nothing here. Remove it.",
    ]);
    deepEqual(await unused("# tokenwise: ignore[leak]\nnorm = 1\n"), [
      "1: There is no rule leak (known: norm-over-tokens, cross-token-statistic, batch-statistic, missing-keepdim, affine-per-token).",
    ]);
    deepEqual(await unused("# tokenwise: ignore-file\nnorm = 1\n"), [
      "1: This comment silences nothing. Remove it.",
    ]);
  });
});
