import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { randn, tensor, zeros } from "../../../src/core/creation.ts";
import { useFiles } from "../../../src/core/files.ts";
import { decodeSafetensors } from "../../../src/core/safetensors/decode.ts";
import { encodeSafetensors } from "../../../src/core/safetensors/encode.ts";
import {
  bfloat16Word,
  float16Word,
  toBfloat16,
  toFloat16,
} from "../../../src/core/safetensors/halfPrecision.ts";
import { loadSafetensors, saveSafetensors } from "../../../src/core/safetensors/load.ts";
import type { Tensor } from "../../../src/core/tensor.ts";

interface Expected {
  readonly tensors: Record<string, { readonly shape: number[]; readonly bits: number[] }>;
  readonly f16: number[];
  readonly bf16: number[];
}

const folder = "test/core/reference/fixtures";
const sample = new Uint8Array(readFileSync(`${folder}/sample.safetensors`));
const expected = JSON.parse(readFileSync(`${folder}/safetensors.json`, "utf8")) as Expected;

const bitsOf = ({ data }: Tensor) => Array.from(new Uint32Array(data.buffer, data.byteOffset, data.length));

const floatOf = (word: number) => new Float32Array(new Uint32Array([word]).buffer)[0]!;
const fromFloat16 = (half: number) => floatOf(float16Word(half));
const fromBfloat16 = (half: number) => floatOf(bfloat16Word(half));

/** A file from a header (text or object) and a number of data bytes. */
function file(header: unknown, dataBytes = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (shape: unknown, offsets: unknown, dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets: offsets,
});

describe("safetensors", () => {
  it("reads what the format's own library wrote, to the bit: F32, F16, BF16, BOOL and I64", () => {
    const { tensors, metadata } = decodeSafetensors(sample);
    assert.deepEqual(metadata, { format: "pt" });
    assert.deepEqual(Object.keys(tensors).sort(), Object.keys(expected.tensors).sort());
    for (const [name, { shape, bits }] of Object.entries(expected.tensors)) {
      assert.deepEqual(tensors[name]!.shape, shape);
      assert.deepEqual(bitsOf(tensors[name]!), bits, name);
    }
    assert.equal(tensors["odd"]!.dtype, "bool");
  });

  it("reads a file that starts anywhere in memory", () => {
    for (const shift of [1, 2, 3]) {
      const moved = new Uint8Array(sample.length + shift);
      moved.set(sample, shift);
      const { f32 } = decodeSafetensors(moved.subarray(shift)).tensors;
      assert.deepEqual(bitsOf(f32!), expected.tensors["f32"]!.bits);
    }
  });

  it("takes F32 over without a copy where it is aligned", () => {
    const bytes = encodeSafetensors({ a: tensor([1, 2]) });
    const { a } = decodeSafetensors(bytes).tensors;
    assert.equal(a!.data.buffer, bytes.buffer);
  });

  it("rounds to F16 and BF16 as PyTorch does", () => {
    const values = decodeSafetensors(sample).tensors["f32"]!.data;
    assert.deepEqual(Array.from(values, toFloat16), expected.f16);
    assert.deepEqual(Array.from(values, toBfloat16), expected.bf16);
  });

  it("keeps every half-precision number there is", () => {
    for (let half = 0; half < 65536; half++) {
      if (!Number.isNaN(fromFloat16(half))) assert.equal(toFloat16(fromFloat16(half)), half);
      if (!Number.isNaN(fromBfloat16(half))) assert.equal(toBfloat16(fromBfloat16(half)), half);
    }
    assert.ok(Number.isNaN(fromFloat16(toFloat16(NaN))) && Number.isNaN(fromBfloat16(toBfloat16(NaN))));
  });

  it("round-trips to the bit, views, scalars, NaN payloads and all", () => {
    const odd = new Float32Array(new Uint32Array([0x7fc12345, 0xff812345, 0x80000000, 1]).buffer);
    const state = {
      weight: randn([3, 5]),
      view: randn([4, 3]).transpose(),
      scalar: tensor(3),
      none: zeros([0]),
      odd: tensor(odd),
      'a "name", ü': randn([2]),
    };
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(state, { metadata: { by: "test" } }));
    assert.deepEqual(metadata, { by: "test" });
    for (const [name, saved] of Object.entries(state)) {
      assert.deepEqual(tensors[name]!.shape, saved.shape);
      assert.deepEqual(bitsOf(tensors[name]!), bitsOf(saved), name);
    }
  });

  it("keeps booleans booleans, a byte each, and the numbers beside them aligned", () => {
    const state = { mask: tensor([true, false, true]), weight: tensor([1.5, 2]), one: tensor([[true]]) };
    for (const dtype of ["F32", "BF16"] as const) {
      const bytes = encodeSafetensors(state, { dtype });
      assert.equal(bytes.length % 8, (4 + (dtype === "F32" ? 8 : 4)) % 8);
      const { tensors } = decodeSafetensors(bytes);
      assert.deepEqual(Object.keys(tensors), ["mask", "weight", "one"]);
      for (const [name, { dtype: kind, shape, data }] of Object.entries(state)) {
        assert.equal(tensors[name]!.dtype, kind);
        assert.deepEqual(tensors[name]!.shape, shape);
        assert.deepEqual(tensors[name]!.data, data);
      }
      if (dtype === "F32") assert.equal(tensors["weight"]!.data.buffer, bytes.buffer);
    }
    assert.match(new TextDecoder().decode(encodeSafetensors(state)), /"mask":\{"dtype":"BOOL","shape":\[3\]/);
  });

  it("keeps sign and payload of every NaN in F16 and BF16", () => {
    for (const [dtype, widened] of [
      ["F16", (half: number) => ((half & 0x8000) << 16) | 0x7f800000 | ((half & 1023) << 13)],
      ["BF16", (half: number) => half << 16],
    ] as const) {
      const halves = dtype === "F16" ? [0x7e01, 0xfe00, 0x7c01, 0xffff] : [0x7fc1, 0xffc0, 0x7f81, 0xffff];
      const bytes = file({ a: entry([4], [0, 8], dtype) }, 8);
      const view = new DataView(bytes.buffer, bytes.length - 8);
      halves.forEach((half, i) => view.setUint16(2 * i, half, true));
      const words = bitsOf(decodeSafetensors(bytes).tensors["a"]!);
      assert.deepEqual(
        words,
        halves.map((half) => widened(half) >>> 0),
      );
    }
  });

  it("loads and saves through the host's files, naming the file in errors", async () => {
    const disk = new Map<string, Uint8Array>([["bad.safetensors", new Uint8Array(3)]]);
    useFiles({
      read: async (path) => disk.get(path) ?? Promise.reject(new Error(`no such file: ${path}`)),
      write: (path, bytes) => Promise.resolve(void disk.set(path, bytes)),
    });
    await saveSafetensors({ a: tensor([1.5]) }, "a.safetensors", { dtype: "BF16" });
    assert.equal((await loadSafetensors("a.safetensors"))["a"]!.item(), 1.5);
    assert.equal((await loadSafetensors(disk.get("a.safetensors")!))["a"]!.item(), 1.5);
    await assert.rejects(
      loadSafetensors("bad.safetensors"),
      /^SafetensorsError: bad.safetensors: .*3 bytes are too few/,
    );
  });

  describe("refuses", () => {
    const cases: [string, Uint8Array, RegExp][] = [
      ["an empty file", new Uint8Array(0), /0 bytes are too few/],
      ["a header beyond the file", file("{}", 0, 100n), /header length 100 is more than the 2 bytes/],
      [
        "a huge header length",
        file("{}", 0, 2n ** 63n),
        /header length 9223372036854775808 is over the limit/,
      ],
      ["a header that is not UTF-8", file("{}").fill(0xff, 9), /not UTF-8/],
      ["a header that is not JSON", file('{"a":'), /not JSON/],
      ["a header that is a list", file("[1]"), /does not start with "\{"/],
      [
        "metadata that is not text",
        file({ __metadata__: { a: 1 } }),
        /__metadata__ is not an object of texts/,
      ],
      ["an entry that is no object", file({ a: 3 }), /the entry of tensor "a" is not an object/],
      [
        "a missing dtype",
        file({ a: { shape: [], data_offsets: [0, 4] } }, 4),
        /dtype of tensor "a" is missing/,
      ],
      [
        "an unknown dtype",
        file({ a: entry([1], [0, 1], "F8_E4M3") }, 1),
        /dtype of tensor "a" is "F8_E4M3", expected/,
      ],
      [
        "a dtype from the prototype",
        file({ a: entry([1], [0, 1], "constructor") }, 1),
        /dtype of tensor "a"/,
      ],
      ["a negative length", file({ a: entry([-1], [0, 4]) }, 4), /shape of tensor "a" is \[-1\]/],
      ["a fractional length", file({ a: entry([0.5, 2], [0, 4]) }, 4), /shape of tensor "a" is \[0.5,2\]/],
      [
        "a shape of more axes than anything has",
        file({ a: entry(Array<number>(100_000).fill(1), [0, 4]) }, 4),
        /shape of tensor "a" has 100000 axes, more than 64/,
      ],
      ["a shape that is no list", file({ a: entry("4", [0, 4]) }, 4), /shape of tensor "a" is "4"/],
      [
        "a shape that overflows",
        file({ a: entry([2 ** 52, 2 ** 52, 2 ** 24], [0, 0]) }),
        /shape of tensor "a".*takes/,
      ],
      [
        "a shape beyond the data",
        file({ a: entry([1000000000], [0, 4]) }, 4),
        /takes 4000000000 bytes as F32/,
      ],
      [
        "offsets beyond the data",
        file({ a: entry([2], [0, 8]) }, 4),
        /data_offsets of tensor "a" is \[0, 8\].*4 bytes/,
      ],
      ["offsets in reverse", file({ a: entry([0], [4, 0]) }, 4), /data_offsets of tensor "a"/],
      ["negative offsets", file({ a: entry([1], [-4, 0]) }, 4), /data_offsets of tensor "a" is \[-4,0\]/],
      ["three offsets", file({ a: entry([1], [0, 4, 4]) }, 4), /data_offsets of tensor "a"/],
      [
        "an overlap",
        file({ a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, 8),
        /"b" overlap those of another/,
      ],
      ["a hole", file({ a: entry([1], [4, 8]) }, 8), /"a" leave a hole/],
      [
        "a tensor that is there twice",
        file(
          '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
          4,
        ),
        /the header has the key "a" twice/,
      ],
      [
        "a field that is there twice",
        file('{"a":{"dtype":"F32","dtype":"F16","shape":[2],"data_offsets":[0,4]}}', 4),
        /the header has the key "dtype" twice/,
      ],
      ["bytes that belong to nobody", file({ a: entry([1], [0, 4]) }, 8), /4 bytes at the end of the data/],
    ];
    for (const [name, bytes, message] of cases) {
      it(name, () => {
        assert.throws(
          () => decodeSafetensors(bytes),
          (error: Error) => error.name === "SafetensorsError" && message.test(error.message),
        );
      });
    }

    it("whole numbers that float32 cannot hold", () => {
      const bytes = file({ ids: entry([1], [0, 8], "I64") }, 8);
      new DataView(bytes.buffer).setBigInt64(bytes.length - 8, 16777217n, true);
      assert.throws(() => decodeSafetensors(bytes), /tensor "ids" holds 16777217, which float32 cannot/);
    });

    it("bytes of a BOOL other than 0 and 1", () => {
      const bytes = file({ flags: entry([2], [0, 2], "BOOL") }, 2);
      bytes[bytes.length - 1] = 2;
      assert.throws(
        () => decodeSafetensors(bytes),
        /tensor "flags" holds the byte 2 at element 1; a BOOL is 0 or 1/,
      );
    });

    it("whole numbers of 64 bits that round to one that float32 can hold", () => {
      const bytes = file({ ids: entry([1], [0, 8], "U64") }, 8);
      new DataView(bytes.buffer).setBigUint64(bytes.length - 8, 2n ** 60n + 1n, true);
      assert.throws(() => decodeSafetensors(bytes), /holds 1152921504606846977, which float32 cannot/);
    });

    it("metadata to save that is not text", () => {
      const metadata = { a: 1 } as unknown as Record<string, string>;
      assert.throws(() => encodeSafetensors({}, { metadata }), /metadata must be an object of texts/);
    });

    it("hostile names without harm", () => {
      const { tensors } = decodeSafetensors(
        file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
      );
      assert.deepEqual(Object.keys(tensors), ["__proto__"]);
      assert.equal(Object.getPrototypeOf(tensors), Object.prototype);
    });

    it("every truncation and every changed header byte with a SafetensorsError, never another error", () => {
      const good = encodeSafetensors({ a: randn([2, 3]), b: randn([4]) });
      const check = (bytes: Uint8Array) => {
        try {
          decodeSafetensors(bytes);
        } catch (error) {
          assert.equal((error as Error).name, "SafetensorsError");
        }
      };
      for (let length = 0; length < good.length; length++) {
        assert.throws(() => decodeSafetensors(good.slice(0, length)), { name: "SafetensorsError" });
      }
      const headerEnd = good.length - 40;
      fc.assert(
        fc.property(fc.nat(headerEnd - 1), fc.nat(255), (at, value) => {
          const changed = good.slice();
          changed[at] = value;
          check(changed);
        }),
        { numRuns: 2000 },
      );
    });
  });
});
