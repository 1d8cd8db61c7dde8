import * as jax from "@jax-js/jax";
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import * as ortNode from "onnxruntime-node";
import * as ortWeb from "onnxruntime-web";
import { contender, type Contender } from "./measure.ts";
import type { OnnxModel } from "./onnxModels.ts";
import { randomArray } from "./ours.ts";

/** Everything on one thread, and ready. */
export async function preparePeers(): Promise<void> {
  ortWeb.env.wasm.numThreads = 1;
  await tf.setBackend("wasm");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** onnxruntime-node and onnxruntime-web on one model. */
export async function onnxContenders({ bytes, shape, ids, output }: OnnxModel): Promise<Contender[]> {
  const node = await ortNode.InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const web = await ortWeb.InferenceSession.create(bytes, { executionProviders: ["wasm"] });
  // onnxruntime-web leaves a global Worker behind, which makes jax-js expect shared memory that it did not make.
  Reflect.deleteProperty(globalThis, "Worker");
  const data = ids
    ? BigInt64Array.from({ length: sizeOf(shape) }, (_, i) => BigInt((i * 7919) % ids))
    : randomArray(sizeOf(shape));
  const type = ids ? "int64" : "float32";
  return [
    contender("onnxruntime-node", () => node.run({ x: new ortNode.Tensor(type, data, shape) }, [output])),
    contender("onnxruntime-web", () => web.run({ x: new ortWeb.Tensor(type, data, shape) }, [output])),
  ];
}

export function tfLayerNorm(rows: number, columns: number): Contender {
  const x = tf.tensor(randomArray(rows * columns), [rows, columns]);
  const [weight, bias] = [tf.ones([columns]), tf.zeros([columns])];
  return contender("tfjs wasm", () =>
    tf.tidy(() => {
      const { mean, variance } = tf.moments(x, 1, true);
      return x.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(weight).add(bias).dataSync().length;
    }),
  );
}

export function tfSoftmax(rows: number, columns: number): Contender {
  const x = tf.tensor2d(randomArray(rows * columns), [rows, columns]);
  return contender("tfjs wasm", () => tf.tidy(() => tf.softmax(x).dataSync().length));
}

export function tfMatmul(m: number, k: number, n: number): Contender {
  const a = tf.tensor2d(randomArray(m * k), [m, k]);
  const b = tf.tensor2d(randomArray(k * n), [k, n]);
  return contender("tfjs wasm", () => tf.tidy(() => tf.matMul(a, b).dataSync().length));
}

const { numpy: np } = jax;

export function jaxLayerNorm(rows: number, columns: number): Contender {
  const x = np.array(randomArray(rows * columns)).reshape([rows, columns]);
  const run = jax.jit((y: jax.Array) => jax.nn.standardize(y, -1));
  return contender("jax-js wasm", async () => void (await run(x.ref).data()));
}

export function jaxSoftmax(rows: number, columns: number): Contender {
  const x = np.array(randomArray(rows * columns)).reshape([rows, columns]);
  const run = jax.jit((y: jax.Array) => jax.nn.softmax(y, -1));
  return contender("jax-js wasm", async () => void (await run(x.ref).data()));
}

export function jaxMatmul(m: number, k: number, n: number): Contender {
  const a = np.array(randomArray(m * k)).reshape([m, k]);
  const b = np.array(randomArray(k * n)).reshape([k, n]);
  const run = jax.jit((x: jax.Array, y: jax.Array) => np.matmul(x, y));
  return contender("jax-js wasm", async () => void (await run(a.ref, b.ref).data()));
}
