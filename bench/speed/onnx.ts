// The few parts of the ONNX format (protocol buffers) that a benchmark's models need, written by hand.

/** A message's field: number, then a varint, bytes, text, another message or a float. */
function field(number: number, value: number | string | Uint8Array): Uint8Array {
  if (typeof value === "number") return join([varint(number << 3), varint(value)]);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return join([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

type Attribute = number | string | readonly number[] | { readonly float: number };

function attribute(name: string, value: Attribute): Uint8Array {
  if (typeof value === "number") return join([field(1, name), field(3, value), field(20, 2)]);
  if (typeof value === "string") return join([field(1, name), field(4, value), field(20, 3)]);
  if ("float" in value) {
    const bytes = new Uint8Array(Float32Array.of(value.float).buffer);
    return join([field(1, name), varint((2 << 3) | 5), bytes, field(20, 1)]);
  }
  return join([field(1, name), ...value.map((one) => field(8, one)), field(20, 7)]);
}

const float32 = 1;
const int64 = 7;

/** Builds one graph; every method gives the name of what it adds. */
export class OnnxGraph {
  private readonly nodes: Uint8Array[] = [];
  private readonly constants: Uint8Array[] = [];
  private readonly inputs: Uint8Array[] = [];
  private count = 0;

  input(name: string, shape: readonly number[], type: "float32" | "int64" = "float32"): string {
    this.inputs.push(valueInfo(name, shape, type === "float32" ? float32 : int64));
    return name;
  }

  constant(values: Float32Array | BigInt64Array, shape: readonly number[]): string {
    const name = `c${this.count++}`;
    const type = values instanceof Float32Array ? float32 : int64;
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.push(
      join([...shape.map((length) => field(1, length)), field(2, type), field(8, name), field(9, raw)]),
    );
    return name;
  }

  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    outputs = 1,
  ): string[] {
    const names = Array.from({ length: outputs }, () => `n${this.count++}`);
    const parts = [
      ...inputs.map((name) => field(1, name)),
      ...names.map((name) => field(2, name)),
      field(4, op),
      ...Object.entries(attributes).map(([name, value]) => field(5, attribute(name, value))),
    ];
    this.nodes.push(join(parts));
    return names;
  }

  /** The whole model, for opset 20. */
  bytes(output: string, shape: readonly number[]): Uint8Array {
    const graph = join([
      ...this.nodes.map((node) => field(1, node)),
      field(2, "bench"),
      ...this.constants.map((constant) => field(5, constant)),
      ...this.inputs.map((input) => field(11, input)),
      field(12, valueInfo(output, shape, float32)),
    ]);
    return join([field(1, 9), field(7, graph), field(8, field(2, 20))]);
  }
}

function valueInfo(name: string, shape: readonly number[], type: number): Uint8Array {
  const dimensions = join(shape.map((length) => field(1, field(1, length))));
  return join([field(1, name), field(2, field(1, join([field(1, type), field(2, dimensions)])))]);
}
