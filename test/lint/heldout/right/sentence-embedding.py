import torch
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer


def embed(texts, name="sentence-transformers/all-MiniLM-L6-v2"):
    tokenizer, model = AutoTokenizer.from_pretrained(name), AutoModel.from_pretrained(name)
    batch = tokenizer(texts, padding=True, return_tensors="pt")
    with torch.no_grad():
        hidden_states = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1).float()
    pooled = (hidden_states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
    return F.normalize(pooled, p=2, dim=1)


def similarity(a, b):
    return embed(a) @ embed(b).T
