import { deepEqual, equal } from "node:assert/strict";
import { testLinter } from "./testLinter.ts";

const cellFor = async (text: string): Promise<string | undefined> =>
  (await testLinter()).measurables(text, "typescript")[0]?.cell;

const tensorCell = (names: string, f: string): string =>
  `import { ${names} } from "tokenwise";

// an input of 6 tokens with 8 channels, [B, N, C]: put your own here
tokenInfluence(${f}, randn([1, 6, 8]));`;

describe("the cell of Measure token influence", () => {
  it("passes a tensor to a function, and fills sizes, scales and shifts by their names", async () => {
    equal(await cellFor("function norm(x) { return x; }"), tensorCell("randn, tokenInfluence", "norm"));
    equal(
      await cellFor("export const rms = (x: Tensor, gamma: Tensor, beta: Tensor, eps = 1e-5) => x;"),
      tensorCell("ones, zeros, randn, tokenInfluence", "(x) => rms(x, ones([8]), zeros([8]))"),
    );
  });

  it("makes a module from sizes", async () => {
    equal(
      await cellFor(
        "class Norm extends nn.Module { constructor(dModel: number) { super(); } forward(x) { return x; } }",
      ),
      tensorCell("randn, tokenInfluence", "new Norm(8)"),
    );
  });

  it("hands a flat array to a loop, whether it changes or returns it", async () => {
    const expected = `import { randn, tensor, tokenInfluence } from "tokenwise";

// an input of 6 tokens with 8 channels, [B, N, C]: put your own here
tokenInfluence((x) => {
  const data = x.data.slice();
  const result = centre(data, 6, 8);
  return tensor(result ?? data, x.shape);
}, randn([1, 6, 8]));`;
    equal(
      await cellFor("function centre(x: Float32Array, tokens: number, channels: number): void {}"),
      expected,
    );
    equal(await cellFor("function centre(data, T, C) { return data; }"), expected);
  });

  it("is not offered where the arguments cannot be told, nor for what is no function", async () => {
    const refused = [
      "function attend(x, callback) {}",
      "function size(channels) {}",
      "class Block { constructor(config) {} forward(x) {} }",
      "class Bag { add(x) {} }",
      "const y = norm(x);",
    ];
    deepEqual(
      await Promise.all(refused.map(cellFor)),
      refused.map(() => undefined),
    );
  });
});
