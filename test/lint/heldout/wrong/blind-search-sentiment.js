import * as tf from '@tensorflow/tfjs-node';

const MAX_LEN = 120;
const VOCAB = 20000;
const EMB = 64;

/**
 * Token tagger: one label per word of the review (product, opinion, other).
 * Input  int32 [batch, MAX_LEN]
 * Output float [batch, MAX_LEN, 3]
 */
export function buildTagger() {
  const input = tf.input({ shape: [MAX_LEN], dtype: 'int32', name: 'word_ids' });
  let h = tf.layers
    .embedding({ inputDim: VOCAB, outputDim: EMB, inputLength: MAX_LEN, name: 'emb' })
    .apply(input);

  h = tf.layers.layerNormalization({ axis: [1, 2], epsilon: 1e-6, name: 'emb_norm' }).apply(h); // expect: norm-over-tokens
  h = tf.layers.dropout({ rate: 0.2 }).apply(h);

  const ff = tf.layers.dense({ units: 4 * EMB, activation: 'relu' }).apply(h);
  const proj = tf.layers.dense({ units: EMB }).apply(ff);
  h = tf.layers.add().apply([h, proj]);
  h = tf.layers.layerNormalization({ axis: -1 }).apply(h);

  const out = tf.layers.dense({ units: 3, activation: 'softmax', name: 'tags' }).apply(h);
  const model = tf.model({ inputs: input, outputs: out });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

export async function trainTagger(model, { ids, tags }, epochs = 5) {
  return model.fit(ids, tags, {
    epochs,
    batchSize: 32,
    validationSplit: 0.1,
    callbacks: { onEpochEnd: (e, logs) => console.log(`epoch ${e}: ${logs.loss.toFixed(4)}`) },
  });
}
