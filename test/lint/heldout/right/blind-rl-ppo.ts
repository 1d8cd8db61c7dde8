import { Tensor, cat, noGrad } from '../torchlike/tensor';
import type { Llama } from '../torchlike/llama';

interface Rollout {
  ids: Tensor;        // [B, T]
  logp: Tensor;       // [B, T]
  values: Tensor;     // [B, T]
  rewards: Tensor;    // [B, T]
  mask: Tensor;       // [B, T] 1 where the model wrote the token
}

/** Generalised advantage estimation, whitened over the batch as in TRL. */
export function advantages(r: Rollout, gamma = 1, lam = 0.95) {
  const T = r.ids.shape[1];
  const cols: Tensor[] = [];
  let last = r.values.select(1, 0).mul(0);
  for (let t = T - 1; t >= 0; t--) {
    const next = t < T - 1 ? r.values.select(1, t + 1) : last.mul(0);
    const delta = r.rewards.select(1, t).add(next.mul(gamma)).sub(r.values.select(1, t));
    last = delta.add(last.mul(gamma * lam));
    cols.unshift(last.unsqueeze(1));
  }
  const adv = cat(cols, 1);
  const mean = adv.mean();
  const std = adv.std();
  return { adv: adv.sub(mean).div(std.add(1e-8)), returns: adv.add(r.values) };
}

/** GRPO: rewards against the mean of their group. rewards: [prompts, samples] */
export function groupAdvantage(rewards: Tensor) {
  return rewards.sub(rewards.mean(1, true)).div(rewards.std(1, true).add(1e-4));
}

function logProbs(logits: Tensor, ids: Tensor) {
  const z = logits.sub(logits.max(-1, true));
  return z.sub(z.exp().sum(-1, true).log()).gather(-1, ids.unsqueeze(-1)).squeeze(-1);
}

export function step(policy: Llama, r: Rollout, clip = 0.2) {
  const { adv } = noGrad(() => advantages(r));
  const logp = logProbs(policy.forward(r.ids), r.ids);
  const ratio = logp.sub(r.logp).exp();
  const a = ratio.mul(adv);
  const b = ratio.clamp(1 - clip, 1 + clip).mul(adv);
  // masked mean over the written tokens
  return Tensor.minimum(a, b).mul(r.mask).sum().div(r.mask.sum()).neg();
}
