import { AutoModel, AutoTokenizer, type PreTrainedModel, type PreTrainedTokenizer, Tensor, mean_pooling } from '@huggingface/transformers';

class Embedder {
  private static instance: Promise<Embedder> | null = null;
  static get() { return (this.instance ??= Embedder.create('Xenova/gte-small')); }

  private static async create(id: string) {
    const [tok, model] = await Promise.all([AutoTokenizer.from_pretrained(id), AutoModel.from_pretrained(id)]);
    return new Embedder(tok, model);
  }
  private constructor(private tok: PreTrainedTokenizer, private model: PreTrainedModel) {}

  async sentence(texts: string[]): Promise<Tensor> {
    const inputs = await this.tok(texts, { padding: true, truncation: true });
    const { last_hidden_state } = await this.model(inputs);
    const pooled = mean_pooling(last_hidden_state, inputs.attention_mask); // [batch, dim]
    return pooled.normalize(2, 1);
  }

  /** The same by hand, for models without a pooling config. */
  async byHand(texts: string[]) {
    const inputs = await this.tok(texts, { padding: true });
    const { last_hidden_state: h } = await this.model(inputs);
    const [n, seq, dim] = h.dims;
    const mask = inputs.attention_mask.data as BigInt64Array;
    const out = new Float32Array(n * dim);
    for (let b = 0; b < n; b++) {
      let count = 0;
      for (let t = 0; t < seq; t++) {
        if (!mask[b * seq + t]) continue;
        count++;
        for (let c = 0; c < dim; c++) out[b * dim + c] += h.data[(b * seq + t) * dim + c];
      }
      let norm = 0;
      for (let c = 0; c < dim; c++) {
        out[b * dim + c] /= count;
        norm += out[b * dim + c] ** 2;
      }
      norm = Math.sqrt(norm) || 1;
      for (let c = 0; c < dim; c++) out[b * dim + c] /= norm;
    }
    return out;
  }
}

self.addEventListener('message', async (e: MessageEvent<{ id: number; texts: string[] }>) => {
  try {
    const emb = await (await Embedder.get()).sentence(e.data.texts);
    self.postMessage({ id: e.data.id, dims: emb.dims, data: emb.data });
  } catch (err) {
    self.postMessage({ id: e.data.id, error: String(err) });
  }
});
