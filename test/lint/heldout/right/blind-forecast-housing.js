const tf = require('@tensorflow/tfjs-node');
const { loadCsv } = require('./csv');

let dataMean, dataStd;

/** Column statistics from the training split only. */
function fitScaler(features) {
  const { mean, variance } = tf.moments(features, 0);
  dataMean = mean;
  dataStd = variance.sqrt();
}

function scale(features) {
  return features.sub(dataMean).div(dataStd);
}

function minMax(t) {
  const lo = t.min(0);
  const hi = t.max(0);
  return { scaled: t.sub(lo).div(hi.sub(lo)), lo, hi };
}

function model(numFeatures) {
  const m = tf.sequential();
  m.add(tf.layers.dense({ inputShape: [numFeatures], units: 50, activation: 'relu', kernelInitializer: 'leCunNormal' }));
  m.add(tf.layers.batchNormalization());
  m.add(tf.layers.dense({ units: 50, activation: 'relu' }));
  m.add(tf.layers.layerNormalization({ axis: 1 }));
  m.add(tf.layers.dense({ units: 1 }));
  return m;
}

async function main() {
  const { trainX, trainY, testX, testY } = await loadCsv('boston');
  const x = tf.tensor2d(trainX);
  fitScaler(x);
  const { scaled: y, lo, hi } = minMax(tf.tensor2d(trainY));
  const net = model(x.shape[1]);
  net.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  await net.fit(scale(x), y, { batchSize: 40, epochs: 200, validationSplit: 0.2, verbose: 0 });
  const pred = net.predict(scale(tf.tensor2d(testX))).mul(hi.sub(lo)).add(lo);
  const mse = pred.sub(tf.tensor2d(testY)).square().mean();
  console.log('test mse', mse.dataSync()[0]);
}

main().catch((e) => { console.error(e); process.exitCode = 1; });
