import {
  functional as F,
  manualSeed,
  models,
  nn,
  noGrad,
  optim,
  tensor,
  type Tensor,
} from "../../src/core/index.ts";
import { contender, digits, interleave, table, type Contender } from "./measure.ts";
import { gptModel } from "./onnxModels.ts";
import { helped, mayBeWide, narrow, using } from "./ours.ts";
import { onnxContenders } from "./peers.ts";
import { tfTraining } from "./tfTraining.ts";
import type { Torch } from "./torch.ts";

const tokens = 64;

export function randomIds(batch: number, length: number, vocabulary: number): Tensor {
  const ids = Float32Array.from({ length: batch * length }, () => Math.floor(Math.random() * vocabulary));
  return tensor(ids, [batch, length]);
}

/** GPT-2 small's shape; the weights are random, and drawn cheaply: 124 million of them. */
export function gpt2(): models.GPT {
  manualSeed(0);
  return new models.GPT({ vocabSize: 50257, blockSize: 1024, nLayer: 12, nHead: 12, nEmbd: 768 });
}

export const character = () =>
  new models.GPT({ vocabSize: 65, blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128 });

/** One step of the 4-layer character model on 16 sequences of 64. */
export function trainingStep(model = character(), batch = 16): () => void {
  const optimizer = new optim.AdamW(model.parameters(), { lr: 3e-4 });
  const [ids, targets] = [randomIds(batch, 64, 65), randomIds(batch, 64, 65)];
  return () => {
    optimizer.zeroGrad();
    F.crossEntropy(model.forward(ids), targets).backward();
    optimizer.step();
  };
}

async function compare(contenders: readonly Contender[], rounds: number): Promise<string> {
  const times = await interleave(contenders, { rounds, atLeast: 1000 });
  const [ours] = times.values();
  const rows = [...times].map(([name, time]) => [name, digits(time), digits(ours! / time)]);
  return table(["", "ms", "ours takes, times as long"], rows);
}

/** What `run` takes with a second thread, and without registers of 256 bits. */
const otherwise = (run: () => unknown): Contender[] => [
  contender("Tokenwise, two threads", () => using(helped, run), { threads: 2 }),
  ...(mayBeWide ? [contender("Tokenwise, 128 bits", () => using(narrow, run))] : []),
];

export async function gptSection(torch: Torch | null): Promise<string> {
  const model = gpt2();
  const ids = randomIds(1, tokens, 50257);
  const run = () => noGrad(() => model.forward(ids));
  const forward = await compare(
    [
      contender("Tokenwise", run),
      ...otherwise(run),
      ...(torch ? [torch.contender("PyTorch", "gpt", tokens)] : []),
      ...(await onnxContenders(gptModel(tokens))),
    ],
    5,
  );
  const cache = new nn.KeyValueCache();
  noGrad(() => model.forward(ids, { cache }));
  const decoding = await compare(
    [
      contender("Tokenwise", () => noGrad(() => model.forward(randomIds(1, 1, 50257), { cache }))),
      ...(torch ? [torch.contender("PyTorch", "decode", tokens)] : []),
    ],
    9,
  );
  return `## GPT-2 small's shape, one forward of ${tokens} tokens\n\n${forward}\n\nOne more token with the key-value cache:\n\n${decoding}`;
}

export async function trainingSection(torch: Torch | null): Promise<string> {
  const batch = 16;
  const text = await compare(
    [
      contender("Tokenwise", trainingStep()),
      ...otherwise(trainingStep()),
      ...(torch ? [torch.contender("PyTorch", "train", batch)] : []),
      tfTraining(batch),
    ],
    7,
  );
  return `## One training step: 4 layers, d = 128, 64 tokens, batch ${batch}, AdamW\n\n${text}`;
}
