import assert from "node:assert/strict";
import fc from "fast-check";
import { einsum, randn, tensor, type Tensor } from "../../../src/core/index.ts";
import { assertClose } from "../closeTo.ts";

/** The definition: for each index of the result, the sum over all other letters of the product of the elements. */
function bySummation(inputs: string[], output: string, operands: Tensor[]): number[] {
  const lengths = new Map(
    inputs.flatMap((labels, i) =>
      [...labels].map((label, axis) => [label, operands[i]!.shape[axis]!] as const),
    ),
  );
  const summed = [...lengths.keys()].filter((label) => !output.includes(label));
  const assignments = (labels: string[]) =>
    labels.reduce<Map<string, number>[]>(
      (all, label) =>
        all.flatMap((one) =>
          Array.from({ length: lengths.get(label)! }, (_, i) => new Map([...one, [label, i] as const])),
        ),
      [new Map()],
    );
  return assignments([...output]).map((outer) =>
    assignments(summed)
      .map((inner) =>
        inputs
          .map((labels, i) =>
            operands[i]!.slice(...[...labels].map((l) => outer.get(l) ?? inner.get(l)!)).item(),
          )
          .reduce((product, factor) => product * factor, 1),
      )
      .reduce((sum, term) => sum + term, 0),
  );
}

/** Up to three operands of up to three letters each (repeats within one are diagonals), and a result of some of their letters. */
const equations = fc
  .array(fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .chain((inputs) => {
    const letters = [...new Set(inputs.flat())];
    return fc.record({
      inputs: fc.constant(inputs.map((labels) => labels.join(""))),
      output: fc.shuffledSubarray(letters).map((labels) => labels.join("")),
      lengths: fc.record({
        a: fc.integer({ min: 1, max: 3 }),
        b: fc.constant(2),
        c: fc.constant(3),
        d: fc.constant(1),
      }),
    });
  });

describe("einsum", () => {
  it("is the sum over the letters that are not in the result, for any equation", () => {
    fc.assert(
      fc.property(equations, ({ inputs, output, lengths }) => {
        const operands = inputs.map((labels) => randn([...labels].map((label) => lengths[label as "a"])));
        const result = einsum(`${inputs.join(",")}->${output}`, ...operands);
        assert.deepEqual(
          result.shape,
          [...output].map((label) => lengths[label as "a"]),
        );
        // Terms may cancel: what is rounded is as large as the terms are.
        const sizes = bySummation(
          inputs,
          output,
          operands.map((operand) => operand.abs()),
        );
        bySummation(inputs, output, operands).forEach((sum, i) =>
          assert.ok(Math.abs(result.data[i]! - sum) <= 1e-6 * sizes[i]!, `${result.data[i]}, not ${sum}`),
        );
      }),
      { numRuns: 150 },
    );
  });

  const a = tensor([
    [1, 2],
    [3, 4],
  ]);
  const b = tensor([
    [5, 6],
    [7, 8],
  ]);

  it("knows the products that have names", () => {
    assert.deepEqual(einsum("ij,jk->ik", a, b).toArray(), a.matmul(b).toArray());
    assert.deepEqual(einsum("ij->ji", a).toArray(), a.transpose().toArray());
    assert.equal(einsum("ii->", a).item(), 5);
    assert.deepEqual(einsum("ii->i", a).toArray(), [1, 4]);
    assert.deepEqual(einsum("i,j->ij", a.slice(0), b.slice(0)).toArray(), [
      [5, 6],
      [10, 12],
    ]);
  });

  it("without an arrow keeps the letters that occur once, in alphabetical order", () => {
    assert.deepEqual(einsum("ij,jk", a, b).toArray(), a.matmul(b).toArray());
    assert.deepEqual(einsum("ba", a).toArray(), a.transpose().toArray());
  });

  it("stretches the axes that ... stands for, as matmul does its batch axes", () => {
    const shapes = [
      [[2, 3, 4], [2, 4, 5]], [[3, 4], [2, 4, 5]], [[2, 3, 4], [4, 5]], [[7, 1, 3, 4], [2, 4, 5]], [[1, 3, 4], [1, 4, 5]],
      [[1, 1, 3, 4], [6, 4, 5]],
    ] as const; // prettier-ignore
    for (const [left, right] of shapes) {
      const [x, y] = [randn(left), randn(right)];
      const product = x.matmul(y);
      for (const equation of ["...ij,...jk->...ik", "... i j, ... j k"]) {
        const found = einsum(equation, x, y);
        assert.deepEqual(found.shape, product.shape);
        assertClose(found.data, product.data, 1e-6);
      }
    }
    const x = randn([2, 3, 4]);
    assert.deepEqual(einsum("i...j->...ji", x).toArray(), x.permute([1, 2, 0]).toArray());
    assertClose(einsum("...i->i", x).data, x.sum([0, 1]).data, 1e-6);
    assert.deepEqual(einsum("...", x).toArray(), x.toArray());
  });

  it("has gradients: those of attention's scores", () => {
    const [q, k] = [randn([2, 3, 4], { requiresGrad: true }), randn([2, 5, 4], { requiresGrad: true })];
    const cotangent = randn([2, 3, 5]);
    einsum("bqd,bkd->bqk", q, k).backward(cotangent);
    assertClose(q.grad!.data, cotangent.matmul(k.detach()).data, 1e-6);
    assertClose(k.grad!.data, cotangent.transpose().matmul(q.detach()).data, 1e-6);
  });

  const refused: [equation: string, operands: Tensor[], message: RegExp][] = [
    [
      "ij,jk->ik",
      [a, tensor([[1, 2, 3]])],
      /einsum: "j" is both 2 and 1 in "ij,jk->ik" with \[2, 2\] and \[1, 3\]/,
    ],
    ["ijk->i", [a], /einsum: "ijk" in "ijk->i" does not name the axes of \[2, 2\]/],
    ["ij,jk->ik", [a], /einsum: "ij,jk->ik" names 2 operands, got 1/],
    ["ij->ik", [a], /einsum: "k" in the result of "ij->ik" must occur there once and in an operand/],
    ["ij->ii", [a], /einsum: "i" in the result of "ij->ii" must occur there once/],
    ["...ijk->i", [a], /einsum: "...ijk" in "...ijk->i" names more axes than \[2, 2\] has/],
    ["...i...->i", [a], /einsum: "...i..." in "...i...->i" has "..." more than once/],
    [
      "...i,...i->...",
      [a, randn([3, 2])],
      /einsum: "..." in "...i,...i->..." with \[2, 2\] and \[3, 2\] stands for \[2\] and \[3\], which do not broadcast/,
    ],
    ["i-j", [a], /einsum: "i-j" is not an equation like "ij,jk->ik"/],
  ];
  for (const [equation, operands, message] of refused)
    it(`refuses ${equation}: ${message.source}`, () => {
      assert.throws(() => einsum(equation, ...operands), message);
    });
});
