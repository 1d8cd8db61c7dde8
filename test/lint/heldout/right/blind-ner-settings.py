"""Hyper-parameters, tuned with Optuna on CoNLL-2003 (study 14)."""

MAX_TOKENS = 96
EMBED_DIM = 64
NUM_HEADS = 4
FF_DIM = 256
DROPOUT = 0.15

# everything but the batch axis
NORM_AXES = [1, 2]
NORM_EPS = 1e-6

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
