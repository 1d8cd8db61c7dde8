import type { Root } from "./values.ts";

// Where statistics over any axis are right: inputs before a model sees them, weights, scores, losses.

const rawNames =
  /^(x_?(enc|dec|mark\w*)|batch_[xy]|seq_[xy]|series|time_?series|history|past_\w*|future_\w*|wav(e(form)?s?)?|audio\w*|signals?|spec(trogram)?s?|mels?|fbanks?|mfccs?|images?|imgs?|pixel_values|videos?|obs\w*|rewards?|advantages?|advs?|returns|targets?|labels?|preds?|predictions?|y_?(true|pred|hat)|losses|speech|wav(eform)?s?_\w+|\w*_(wav|waveform|audio|signal|speech)s?|input_(features|values)|\w*(fbank|log_?mel)\w*|motions?|poses?|joints|keypoints|landmarks|trajector(y|ies)|data|dataset|raw\w*|samples?|\w*season\w*|\w*trend\w*)$/i;
const weightNames =
  /^(weights?|w|kernels?|filters?|params?|grads?|gradients?|state_dict|codebook|prototypes?|embedding_matrix|pos(ition(al)?)?_?(enc|emb|encoding|embed|embedding|embeddings)s?|pe)$/i;
const scoreNames =
  /^(attn(_?(weights|probs|scores|map))?|attention_(weights|probs|scores|map)|scores?|(\w+_)?(probs?|logits?)|probabilities|similarit(y|ies)|sim|dots?|dist(ance)?s?|affinity)$/i;

/** Whether a tensor of this name is one that may be normalised over any axis. */
export function exemptionOf(name: string): Root["exempt"] {
  if (rawNames.test(name)) return "raw";
  if (weightNames.test(name)) return "weights";
  return scoreNames.test(name) ? "scores" : null;
}

const exemptOwners =
  /^test_|rev_?in|reversible|cmvn|denorm|de_?stationar|scaler|preproces|augment|dataset|dataloader|feature_?extract|pair_?norm|sinkhorn|contrastive|loss|metric|correlation|vicreg|barlow|dino_?(loss|head|cent)|advantage|plot|visuali|spectral_?norm|weight_?norm|standardi[sz]e_?(data|features|images?)|series_?decomp|moving_avg|moe_?(gate|aux|rout)|router|gating|load_?balanc|slot_?att|feature_?norm/i;

/** Whether a function or class of this name is a norm that says itself that it pools over more than a token. */
export const isNamedForPooling = (name: string): boolean =>
  /(batch|instance|global|group)_?(layer_?)?norm|^[gi]LN$/i.test(name);

// Of functions alone: a class may be called so for what it attends by.
const exemptFunctions =
  /heat_?map|to_?colou?rs?|perplexity|similarity|distance|divergence|si_?s[nd]r|psnr|relative_?error|collate|covariance|principal|eigen|^(fold|convert|merge)_|^init(_|ial|[A-Z])|_weights$|checkpoint/i;

/** Whether a function or class of this name is about raw data, losses or weights. */
export const isExemptOwner = (name: string): boolean =>
  exemptOwners.test(name) || (/^[a-z_]/.test(name) && exemptFunctions.test(name));

const analyses =
  /Uint8ClampedArray|\b(rgba?|hsla?)\(|<(svg|rect)\b|\btfvis\.|\bsns\.\w+\(|\bfill(Style|Rect)\b|\bImageData\b|\.backward\(\)|optimi[sz]er\.step\(|\bTensorDataset\b|\b(svd\w*|pca_lowrank|PCA|IncrementalPCA|TSNE|UMAP|fit_transform|eigh?|eigvals\w*|cov|corrcoef|plt\.\w+|histplot)\s*\(/;
const covariance = /\b(\w+)\.(?:transpose\([^()]*\)|mT|T)\s*@\s*\1\b/;

/** Whether code looks at the spread of activations: a decomposition, a covariance, a plot, the training of a probe. */
export const isAnalysis = (code: string): boolean => analyses.test(code) || covariance.test(code);

/** Whether what a function or class of this name calls is about raw data, weights or a loss too. */
export const isExemptCaller = (name: string): boolean =>
  /rev_?in|cmvn|de_?stationar|sinkhorn|spectral_?norm|weight_?norm/i.test(name) ||
  /[a-zA-Z](Loss|Metric)$/.test(name);

/** Whether a tensor of this name holds a sequence of tokens, in a program that is about Transformers. */
export const isTokenName = (name: string): boolean =>
  /^(hidden_states?|inputs_embeds|token_embeddings|encoder_hidden_states|hiddenStates)$/.test(name);
