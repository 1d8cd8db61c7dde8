import { grad, jit, nn, numpy as np, random, tree } from "@jax-js/jax";
import { adam, applyUpdates } from "@jax-js/optax";

const T = 64; // context
const D = 96; // model width

type Params = { emb: np.Array; qkv: np.Array; out: np.Array; g: np.Array; head: np.Array };

function init(key: np.Array, vocab: number): Params {
  const [a, b, c, d] = random.split(key, 4);
  return {
    emb: random.normal(a, [vocab, D]).mul(0.02),
    qkv: random.normal(b, [D, 3 * D]).mul(0.02),
    out: random.normal(c, [D, D]).mul(0.02),
    g: np.ones([D]),
    head: random.normal(d, [D, vocab]).mul(0.02),
  };
}

// x: [T, D]
function standardize(x: np.Array, g: np.Array): np.Array {
  const mu = np.mean(x.ref, 0, { keepdims: true }); // expect: cross-token-statistic
  const centered = x.sub(mu);
  const sigma = np.sqrt(np.mean(np.square(centered.ref), 0, { keepdims: true }).add(1e-5)); // expect: cross-token-statistic
  return centered.div(sigma).mul(g);
}

function attention(x: np.Array, p: Params): np.Array {
  const [q, k, v] = np.split(np.matmul(x, p.qkv.ref), 3, -1);
  const scores = np.matmul(q, np.transpose(k)).div(Math.sqrt(D));
  const mask = np.tril(np.ones([T, T]));
  const w = nn.softmax(np.where(mask.equal(0), -1e9, scores), -1);
  return np.matmul(np.matmul(w, v), p.out);
}

// one sequence; the caller vmaps over the batch
export function logits(p: Params, ids: np.Array): np.Array {
  const h0 = nn.oneHot(ids, p.emb.shape[0]);
  const h = np.matmul(h0, p.emb.ref);
  const h1 = h.ref.add(attention(standardize(h, p.g.ref), p));
  return np.matmul(h1, p.head.ref);
}

export const lossFn = (p: Params, ids: np.Array, next: np.Array) =>
  nn.logSoftmax(logits(p, ids), -1).mul(nn.oneHot(next, p.emb.shape[0])).sum().mul(-1 / T);

export async function fit(key: np.Array, vocab: number, batches: AsyncIterable<[np.Array, np.Array]>) {
  let p = init(key, vocab);
  const opt = adam(3e-4);
  let st = opt.init(tree.ref(p));
  const g = jit(grad(lossFn));
  for await (const [x, y] of batches) {
    const [u, s2] = opt.update(g(tree.ref(p), x, y), st);
    st = s2;
    p = applyUpdates(p, u);
  }
  return p;
}
