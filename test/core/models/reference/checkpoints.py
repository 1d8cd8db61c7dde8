"""Tiny random checkpoints in the Hugging Face layout and their logits by transformers, for test/core/models/pretrained.test.ts.

Run in the repository root:  python test/core/models/reference/checkpoints.py
"""

import json
import pathlib
import shutil

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

fixtures = pathlib.Path(__file__).parent.parent / "fixtures"
TEXT = ["The cat sat on the mat.", "Each token is normalised alone, over its channels.", "Köln, naïve café — 東京 🙂"]
SIZE = 320


def byte_level(folder):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=SIZE, special_tokens=["<|endoftext|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(TEXT, trainer)
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|endoftext|>").save_pretrained(folder)
    return tokenizer


def word_piece(folder):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(TEXT, trainers.WordPieceTrainer(vocab_size=120, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]").save_pretrained(folder)
    return tokenizer


def packed(x):
    return {"shape": list(x.shape), "data": [float(f"{v:.9g}") for v in x.flatten().tolist()]}


def checkpoint(name, model, tokenizer, dtype=torch.float32, shard=None):
    folder = fixtures / name
    shutil.rmtree(folder, ignore_errors=True)
    for parameter in model.parameters():  # a fresh model's ones and zeros would hide mistakes
        parameter.data = parameter.data * 4 + 0.05 * torch.randn_like(parameter)
    model.to(dtype).save_pretrained(folder, **({"max_shard_size": shard} if shard else {}))
    (folder / "generation_config.json").unlink(missing_ok=True)
    made = tokenizer(folder)
    model = type(model).from_pretrained(folder, dtype=torch.float32).eval()  # in one piece: .float() would keep rotary angles of bfloat16
    encoded = [made.encode(text) for text in TEXT]
    ids = torch.tensor([encoded[0].ids[:7], encoded[1].ids[:7]])
    extra = {}
    with torch.no_grad():
        logits = model(ids).logits
        if name == "bert":
            attention = torch.ones_like(ids)
            attention[1, 5:] = 0
            types = (torch.arange(7) >= 4).long().repeat(2, 1)
            extra["masked"] = packed(model(ids, attention_mask=attention, token_type_ids=types).logits)
        else:
            greedy = model.generate(ids[:1], max_new_tokens=8, do_sample=False, pad_token_id=0, eos_token_id=None)
            extra["greedy"] = greedy.tolist()
    weight = next(iter(model.state_dict().values()))
    expected = {
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "texts": [{"text": t, "ids": e.ids, "decoded": made.decode(e.ids)} for t, e in zip(TEXT, encoded)],
        "ids": ids.tolist(),
        "logits": packed(logits),
        "firstWeight": packed(weight[:2]),
        **extra,
    }
    (folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


torch.manual_seed(0)
gpt2 = transformers.GPT2Config(vocab_size=SIZE, n_positions=24, n_embd=24, n_layer=2, n_head=4)
checkpoint("gpt2", transformers.GPT2LMHeadModel(gpt2), byte_level, shard="30KB")
bert = transformers.BertConfig(
    vocab_size=120, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40, max_position_embeddings=24
)
checkpoint("bert", transformers.BertForMaskedLM(bert), word_piece, dtype=torch.float16)
llama = transformers.LlamaConfig(
    vocab_size=SIZE,
    hidden_size=24,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    intermediate_size=40,
    max_position_embeddings=64,
    rms_norm_eps=1e-5,
    head_dim=8,
    rope_parameters={
        "rope_type": "llama3",
        "rope_theta": 500.0,
        "factor": 4.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32,
    },
)
checkpoint("llama", transformers.LlamaForCausalLM(llama), byte_level, dtype=torch.bfloat16)
