import * as tf from "@tensorflow/tfjs";
import * as tfvis from "@tensorflow/tfjs-vis";

// Shows activations [batch, tokens, channels] in the visor.
export async function showActivations(model, ids) {
  const shown = tf.tidy(() => {
    const h = model.predict(ids);
    const [batch, tokens, channels] = h.shape;
    const low = h.min(1, true);
    const high = h.max(1, true);
    return h.sub(low).div(high.sub(low)).reshape([batch * tokens, channels]);
  });
  await tfvis.render.heatmap({ name: "activations" }, { values: await shown.array() });
  shown.dispose();
}

export function spread(h) {
  return tf.tidy(() => h.sub(h.mean(1, true)).square().mean().dataSync()[0]);
}
