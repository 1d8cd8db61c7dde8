import assert from "node:assert/strict";
import fc from "fast-check";
import * as v from "valibot";
import { maxPackedLength, pack, packedArray, unpack } from "../../src/protocol/numbers.ts";

const accepts = (value: unknown) => v.safeParse(packedArray, value).success;

describe("packed arrays", () => {
  it("keep every bit of float32 and float64", () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 50 }), (data) => {
        const back = unpack(JSON.parse(JSON.stringify(pack(data, [data.length]))) as never);
        assert.deepEqual([...back], [...data]);
      }),
    );
    const doubles = Float64Array.of(Math.PI, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324);
    assert.deepEqual([...unpack(pack(doubles, [5]))], [...doubles]);
  });

  it("are little-endian base64, as other kernels write them", () => {
    assert.deepEqual(pack(Float32Array.of(1, -2), [2]), {
      shape: [2],
      dtype: "float32",
      base64: "AACAPwAAAMA=",
    });
  });

  it("may be plain values, with NaN and the infinities by name", () => {
    const packed = { shape: [4], values: [1, "NaN" as const, "Infinity" as const, "-Infinity" as const] };
    assert.ok(accepts(packed));
    assert.deepEqual(
      [...unpack(packed)],
      [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
  });

  it("are refused where data and shape disagree, before anything is decoded", () => {
    for (const wrong of [
      { shape: [3], values: [1, 2] },
      { shape: [2], dtype: "float32", base64: "AACAPw==" },
      { shape: [-1], values: [] },
      { shape: [1.5], values: [1] },
      { shape: [maxPackedLength + 1], dtype: "float32", base64: "" },
      { shape: [1], values: ["1"] },
      { shape: [1], dtype: "int8", base64: "AA==" },
      "AACAPw==",
      null,
    ])
      assert.ok(!accepts(wrong), JSON.stringify(wrong));
  });

  it("say where base64 is damaged", () => {
    const damaged = { shape: [1], dtype: "float32" as const, base64: "AA*APw==" };
    assert.throws(() => unpack(damaged), /Damaged base64 at character 2/);
  });
});
