"""What tokenwise_torch claims, each claim with a planted mistake and a right model beside it.

Run: python -m unittest discover -s test/python -p "*_test.py"
"""

from __future__ import annotations

import importlib.util
import math
import sys
import unittest
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parents[2] / "media" / "python"))
from tokenwise_torch import (
    INFLUENCE_MIME,
    STATS_MIME,
    Further,
    TokenDependenceError,
    assert_token_independent,
    token_influence,
    token_stats,
)


def standardised(x: Tensor, axis: list[int]) -> Tensor:
    return (x - x.mean(axis, keepdim=True)) / (x.var(axis, correction=0, keepdim=True) + 1e-5).sqrt()


def detached(x: Tensor) -> Tensor:
    return (x - x.mean(1, keepdim=True).detach()) / x.std(1, keepdim=True).detach()


def quantised(x: Tensor) -> Tensor:
    scale = x.abs().max() / 7
    return (x / scale).round() * scale


MISTAKES: dict[str, Callable[[Tensor], Tensor]] = {
    "over tokens": lambda x: standardised(x, [1]),
    "over tokens and channels": lambda x: standardised(x, [1, 2]),
    "over everything": lambda x: standardised(x, [0, 1, 2]),
    "centring only": lambda x: x - x.mean(1, keepdim=True),
    "quadratic mean of everything": lambda x: x / x.square().mean().sqrt(),
    "detached": detached,
    "quantiser": quantised,
}


def causal_mask(tokens: int, diagonal: int) -> Tensor:
    return torch.full((tokens, tokens), -torch.inf).triu(diagonal)


class Causal(nn.Module):
    """A Transformer encoder with a causal mask; `diagonal` 2 lets each token see the next one."""

    def __init__(self, diagonal: int = 1, dropout: float = 0.0) -> None:
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 2, 32, dropout, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.diagonal = diagonal

    def forward(self, x: Tensor) -> Tensor:
        return self.encoder(x, mask=causal_mask(x.shape[1], self.diagonal))


class OverTokens(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return standardised(x, [1])


class Batch(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(8)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


class Case(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)


class IndependenceTest(Case):
    def test_every_mistake_is_found_at_every_length_and_magnitude(self) -> None:
        for name, norm in MISTAKES.items():
            for tokens in (2, 64, 1024):
                for magnitude in (1e-3, 1.0, 1e3):
                    with self.subTest(name, tokens=tokens, magnitude=magnitude):
                        x = torch.randn(1, tokens, 8) * magnitude
                        with self.assertRaises(TokenDependenceError):
                            assert_token_independent(norm, x)

    def test_right_norms_pass_at_every_length_and_magnitude(self) -> None:
        for norm in (nn.LayerNorm(8), nn.RMSNorm(8), nn.Sequential(nn.Linear(8, 8), nn.LayerNorm(8))):
            for tokens in (2, 64, 1024):
                for magnitude in (1e-3, 1.0, 1e3):
                    assert_token_independent(norm, torch.randn(1, tokens, 8) * magnitude)

    def test_short_dtypes_and_other_strides_raise_no_false_alarm(self) -> None:
        for dtype in (torch.bfloat16, torch.float16, torch.float64):
            assert_token_independent(nn.LayerNorm(8).to(dtype), torch.randn(2, 9, 8).to(dtype))
        assert_token_independent(nn.LayerNorm(8), torch.randn(2, 8, 9).transpose(1, 2))

    def test_takes_two_runs_for_each_bit_of_the_index(self) -> None:
        result = token_influence(nn.LayerNorm(4), torch.randn(1, 300, 4))
        matrix = 2 * len(result.inputs)
        self.assertEqual(result.runs - matrix, 2 * 2 * math.ceil(math.log2(300)))
        note = "Rows and columns of the matrix are the same 64 of 300 tokens, spread evenly."
        self.assertIn(note, result.notes)

    def test_samples_the_same_tokens_as_rows_and_columns_and_says_so(self) -> None:
        def reads_next(x: Tensor) -> Tensor:
            y = x.clone()
            y[:, 101] += x[:, 102]
            return y

        result = token_influence(reads_next, torch.randn(1, 300, 2))
        self.assertEqual(result.outputs, result.inputs)
        self.assertEqual([(leak.from_, leak.to) for leak in result.leaks], [(102, 101)])
        more = len(result.inputs) - 64
        self.assertIn(f"300 tokens: 64 spread evenly, and {more} more that leaks name.", " ".join(result.notes))

    def test_a_leak_that_only_the_gradient_sees_has_its_place(self) -> None:
        class Faint(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.linear, self.norm = nn.Linear(8, 8), OverTokens()

            def forward(self, x: Tensor) -> Tensor:
                y = self.linear(x)
                return y + self.norm(y) * 1e-12 + 100

        result = token_influence(Faint(), torch.randn(1, 4, 8))
        (leak,) = result.leaks
        self.assertEqual((leak.amount, leak.module, leak.op, leak.cause), (None, "norm", "mean", "norm"))
        self.assertIn("only the gradient sees the leak", " ".join(result.notes))

        def attend(x: Tensor) -> Tensor:
            return x + (x @ x.transpose(1, 2)).softmax(-1) @ x * 1e-12 + 100

        (leak,) = token_influence(attend, torch.randn(1, 4, 8), allowed="causal").leaks
        self.assertEqual((leak.amount, leak.op, leak.cause), (None, "softmax", "mask"))

    def test_a_cumulative_norm_is_causal_and_not_token_independent(self) -> None:
        def cumulative(x: Tensor) -> Tensor:
            counts = torch.arange(1, x.shape[1] + 1)[:, None]
            return x - x.cumsum(1) / counts

        x = torch.randn(1, 6, 8)
        assert_token_independent(cumulative, x, allowed="causal")
        with self.assertRaises(TokenDependenceError):
            assert_token_independent(cumulative, x)

    def test_names_the_token_and_its_text(self) -> None:
        result = token_influence(MISTAKES["over tokens"], torch.randn(1, 3, 8), labels=["the", "cat", "sat"])
        self.assertRegex(result.message, r'^leak shown: token \d "\w+" reads token \d "\w+"$')
        self.assertEqual(len(result.leaks), 6)

    def test_a_model_that_depends_on_its_length_is_found(self) -> None:
        result = token_influence(lambda x: x / x.shape[1], torch.randn(1, 6, 8))
        self.assertEqual(result.verdict, "leak shown")
        self.assertIn("later ones are left out", result.message)


class CausalTest(Case):
    def test_a_causal_model_passes_and_a_mask_off_by_one_does_not(self) -> None:
        x = torch.randn(2, 7, 16)
        for mode in (True, False):
            assert_token_independent(Causal().train(mode), x, allowed="causal")
            with self.assertRaises(TokenDependenceError) as caught:
                assert_token_independent(Causal(diagonal=2).train(mode), x, allowed="causal")
            self.assertEqual(caught.exception.cause, "mask")
            self.assertIn("attention", caught.exception.op)
            self.assertEqual(caught.exception.from_, caught.exception.to + 1)

    def test_a_finite_mask_that_is_too_small_is_found(self) -> None:
        def leaky(x: Tensor) -> Tensor:
            scores = x @ x.transpose(1, 2) + causal_mask(x.shape[1], 1).clamp(min=-20)
            return scores.softmax(-1) @ x

        with self.assertRaises(TokenDependenceError):
            assert_token_independent(leaky, torch.randn(1, 7, 8) * 0.1, allowed="causal")

    def test_a_norm_in_a_causal_model_is_a_norm_and_not_a_mask(self) -> None:
        model = Causal()
        model.encoder.layers[1].norm2 = nn.LayerNorm((7, 16))
        with self.assertRaises(TokenDependenceError) as caught:
            assert_token_independent(model, torch.randn(2, 7, 16), allowed="causal")
        self.assertEqual((caught.exception.module, caught.exception.cause), ("encoder.layers.1.norm2", "norm"))

    def test_a_model_that_shifts_its_input_is_held_to_it(self) -> None:
        def shifted(x: Tensor) -> Tensor:
            return F.pad(x, (0, 0, 1, 0))[:, :-1]

        assert_token_independent(shifted, torch.randn(1, 6, 8), allowed="shifted")
        with self.assertRaises(TokenDependenceError):
            assert_token_independent(lambda x: x, torch.randn(1, 6, 8), allowed="shifted")

    def test_a_table_allows_a_prefix(self) -> None:
        prefix = [[source <= max(to, 2) for source in range(6)] for to in range(6)]
        mask = ~torch.tensor(prefix)

        def model(x: Tensor) -> Tensor:
            return (x @ x.transpose(1, 2)).masked_fill(mask, -torch.inf).softmax(-1) @ x

        assert_token_independent(model, torch.randn(1, 6, 8), allowed=prefix)
        with self.assertRaises(TokenDependenceError):
            assert_token_independent(model, torch.randn(1, 6, 8), allowed="causal")

    def test_samples_cuts_of_long_sequences_and_says_so(self) -> None:
        result = token_influence(lambda x: x.cumsum(1), torch.randn(1, 300, 2), allowed="causal")
        self.assertEqual(result.verdict, "no leak found")
        self.assertIn("of 300 cuts, spread evenly", result.message)


class PlaceTest(Case):
    def test_each_leak_is_told_its_own_place(self) -> None:
        class Both(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.attention = Causal(diagonal=2)
                self.norm = OverTokens()

            def forward(self, x: Tensor) -> Tensor:
                return self.norm(self.attention(x))

        leaks = token_influence(Both().eval(), torch.randn(1, 4, 16), allowed="causal").leaks
        # Each of two layers sees one token ahead, so together they see two.
        causes = {(leak.from_ - leak.to): leak.cause for leak in leaks}
        self.assertEqual(causes, {1: "mask", 2: "mask", 3: "norm"})

    def test_a_softmax_written_out_by_hand_is_a_mask(self) -> None:
        def plain(scores: Tensor) -> Tensor:
            return scores.exp() / scores.exp().sum(-1, keepdim=True)

        def stable(scores: Tensor) -> Tensor:
            return plain(scores - scores.amax(-1, keepdim=True))

        for weights in (plain, stable):
            with self.assertRaises(TokenDependenceError) as caught:
                assert_token_independent(
                    lambda x: weights(x @ x.transpose(1, 2) / 8) @ x, torch.randn(1, 6, 16), allowed="causal"
                )
            self.assertEqual(caught.exception.cause, "mask")

    def test_a_statistic_divides_and_a_gate_multiplies(self) -> None:
        def power(x: Tensor) -> Tensor:
            return x.square().sum(1, keepdim=True) / 6

        cases: dict[str, list[Callable[[Tensor], Tensor]]] = {
            "norm": [
                lambda x: x / power(x).sqrt(),
                lambda x: x * power(x).rsqrt(),
                lambda x: x * power(x).pow(-0.5),
            ],
            "other": [
                lambda x: x * (x.sum(1, keepdim=True) / 6),
                lambda x: x * power(x).sqrt(),
                lambda x: x * power(x).pow(0.5),
            ],
        }
        for cause, functions in cases.items():
            for f in functions:
                self.assertEqual(token_influence(f, torch.randn(1, 6, 16)).leaks[0].cause, cause)

    def test_the_innermost_norm_is_named(self) -> None:
        class InnerNorm(OverTokens):
            pass

        class MyNorm(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.inner = InnerNorm()

            def forward(self, x: Tensor) -> Tensor:
                return self.inner(x)

        result = token_influence(nn.Sequential(MyNorm()), torch.randn(1, 5, 8), allowed="full")
        titles = [further.title for further in result.further if further.title.endswith(" alone")]
        self.assertEqual(titles, ["0.inner alone"])


class LengthsTest(Case):
    def verdict(self, f: Callable[[Tensor], Tensor]) -> str:
        return next(one.verdict for one in token_influence(f, torch.randn(1, 6, 8)).further if one.title == "Lengths")

    def test_rounding_is_allowed_and_no_more(self) -> None:
        # One rounding of the input moves these outputs by 1e-3 of the largest; so may another length.
        sensitive = lambda x: (x * (1 + x.shape[1] % 2 * 2**-23) * 1e4).sin()  # noqa: E731
        self.assertEqual(self.verdict(sensitive), "no leak found")
        self.assertEqual(self.verdict(lambda x: x * (1 + x.shape[1] * 1e-4)), "leak shown")


class CachedDecodingTest(Case):
    def cached(self, model: nn.Module, ids: Tensor) -> Further | None:
        further = token_influence(model, ids, allowed="causal").further
        return next((one for one in further if one.title == "Cached decoding"), None)

    @unittest.skipUnless(importlib.util.find_spec("transformers"), "transformers is not installed")
    def test_a_right_cache_gives_what_the_full_run_gives(self) -> None:
        from transformers import LlamaConfig, LlamaForCausalLM

        sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
        model = LlamaForCausalLM(LlamaConfig(vocab_size=50, **sizes)).eval()
        found = self.cached(model, torch.randint(50, (1, 20)))
        self.assertEqual(found, Further("Cached decoding", "no leak found", "gives the same as all tokens at once"))

    def test_a_cache_that_forgets_is_told(self) -> None:
        class Forgetful(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.table = nn.Embedding(9, 8)

            def forward(self, ids: Tensor, past_key_values: Tensor | None = None, use_cache: bool = False) -> object:
                # Sums the tokens so far, and only those of this call.
                return {"logits": self.table(ids).cumsum(1), "past_key_values": (ids,)}

        found = self.cached(Forgetful(), torch.randint(9, (1, 5)))
        assert found is not None
        self.assertEqual(found.verdict, "cannot tell")
        self.assertIn("token 1 comes out otherwise", found.message)

    def test_a_model_without_a_cache_is_not_asked(self) -> None:
        self.assertIsNone(self.cached(nn.Embedding(9, 8), torch.randint(9, (1, 5))))


class StateTest(Case):
    def test_leaves_random_state_buffers_and_gradients_as_they_were(self) -> None:
        model = nn.Sequential(Batch(), nn.Dropout(0.5), nn.Linear(8, 8))
        model[2].weight.grad = torch.ones(8, 8)
        before = torch.get_rng_state(), model[0].norm.running_mean.clone(), model[0].norm.num_batches_tracked.clone()
        token_influence(model, torch.randn(2, 5, 8, generator=torch.Generator().manual_seed(1)))
        token_stats(model, torch.ones(2, 5, 8))
        after = torch.get_rng_state(), model[0].norm.running_mean, model[0].norm.num_batches_tracked
        for old, new in zip(before, after):
            self.assertTrue(torch.equal(old, new))
        self.assertTrue(torch.equal(model[2].weight.grad, torch.ones(8, 8)))
        self.assertTrue(model.training)

    def test_dropout_is_exact_in_training(self) -> None:
        model = nn.Sequential(nn.LayerNorm(8), nn.Dropout(0.5)).train()
        assert_token_independent(model, torch.randn(2, 5, 8))
        lengths = token_influence(model, torch.randn(2, 5, 8)).further[-1]
        self.assertEqual((lengths.title, lengths.verdict), ("Lengths", "cannot tell"))
        self.assertIn("draws random numbers", lengths.message)

    def test_a_run_that_cannot_be_repeated_tells_nothing(self) -> None:
        own = torch.Generator()

        def noisy(x: Tensor) -> Tensor:
            return x + torch.randn(x.shape, generator=own)

        result = token_influence(noisy, torch.randn(1, 5, 8))
        self.assertEqual(result.message, "cannot tell: two equal runs differed")
        with self.assertRaisesRegex(RuntimeError, "two equal runs differed"):
            assert_token_independent(noisy, torch.randn(1, 5, 8))

    def test_compiled_and_scripted_modules_are_probed_like_others(self) -> None:
        class Centring(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return x - x.mean(1, keepdim=True)

        x = torch.randn(1, 5, 8)
        for wrap in (torch.jit.script, lambda module: torch.compile(module, backend="eager")):
            assert_token_independent(wrap(nn.LayerNorm(8)), x)
            with self.assertRaises(TokenDependenceError) as caught:
                assert_token_independent(wrap(Centring()), x)
            self.assertEqual((caught.exception.op, caught.exception.cause), ("mean", "norm"))

    def test_a_model_that_writes_into_its_input_leaves_ours_alone(self) -> None:
        x = torch.randn(1, 5, 8)
        before = x.clone()
        assert_token_independent(lambda t: t.mul_(2), x)
        self.assertTrue(torch.equal(x, before))


class BatchTest(Case):
    def test_batch_norm_in_both_modes(self) -> None:
        training = token_influence(Batch().train(), torch.randn(2, 6, 8))
        frozen = token_influence(Batch().eval(), torch.randn(2, 6, 8))
        self.assertEqual((training.verdict, frozen.verdict), ("leak shown", "no leak found"))
        for result in (training, frozen):
            modes = next(further for further in result.further if further.title == "Training and eval mode")
            self.assertRegex(modes.message, r"^eval: frozen statistics, no leak; train: token \d reads token \d$")

    def test_perturbed_copies_stacked_on_the_batch_axis_would_hide_the_leak(self) -> None:
        # Why every replaced copy is a run of its own: these copies share their statistics, and rows that lost nothing
        # agree.
        x = torch.randn(1, 6, 8)
        copies = x.repeat(6, 1, 1)
        for token in range(6):
            copies[token, token] = torch.randn(8)
        stacked = Batch().train()(copies)
        self.assertTrue(torch.equal(stacked[2, 0], stacked[3, 0]))
        with self.assertRaises(TokenDependenceError):
            assert_token_independent(Batch().train(), x)

    def test_a_norm_over_the_batch_reads_other_sequences_even_of_a_batch_of_one(self) -> None:
        for sequences in (1, 3):
            with self.assertRaises(TokenDependenceError) as caught:
                assert_token_independent(lambda x: standardised(x, [0]), torch.randn(sequences, 5, 8))
            self.assertEqual(caught.exception.axis, "batch")
            self.assertIn("other sequences, not other tokens", str(caught.exception))

    def test_tokens_first(self) -> None:
        x = torch.randn(5, 2, 8)
        assert_token_independent(nn.LayerNorm(8), x, token_axis=0)
        with self.assertRaises(TokenDependenceError) as caught:
            assert_token_independent(lambda t: standardised(t, [0]), x, token_axis=0)
        self.assertEqual(caught.exception.axis, "token")


class BidirectionalTest(Case):
    def test_each_norm_is_run_alone_where_every_token_may_read_every_other(self) -> None:
        model = nn.TransformerEncoder(nn.TransformerEncoderLayer(16, 2, 32, 0.0, batch_first=True), 2)
        x = torch.randn(2, 7, 16)
        assert_token_independent(model, x, allowed="full")
        model.layers[1].norm1 = nn.LayerNorm((7, 16))
        with self.assertRaises(TokenDependenceError) as caught:
            assert_token_independent(model, x, allowed="full")
        self.assertEqual(caught.exception.module, "layers.1.norm1")

    def test_the_subject_itself_may_be_the_norm(self) -> None:
        x = torch.randn(2, 7, 16)
        result = token_influence(nn.LayerNorm((7, 16)), x, allowed="full")
        self.assertRegex(result.message, r"^leak shown: LayerNorm, run alone: token \d reads token \d$")
        assert_token_independent(nn.LayerNorm(16), x, allowed="full")

    def test_a_norm_function_is_run_alone_too(self) -> None:
        x = torch.randn(2, 7, 16)
        result = token_influence(lambda t: F.layer_norm(t * 2, (7, 16)), x, allowed="full")
        self.assertIn("op layer_norm, run alone", result.message)
        assert_token_independent(lambda t: F.layer_norm(t, (16,)), x, allowed="full")
        over_frames = token_influence(lambda t: F.group_norm(t.transpose(1, 2), 4), x, allowed="full", token_axis=1)
        self.assertEqual(over_frames.verdict, "leak shown")

    def test_says_nothing_where_no_norm_ran_or_one_could_not_be_run_alone(self) -> None:
        x = torch.randn(2, 7, 16)
        for model, words in (
            (nn.Linear(16, 16), "no norm was seen to run"),
            (lambda t: t + nn.LayerNorm(16)(t / 0).nan_to_num(), "LayerNorm could not be run alone"),
        ):
            result = token_influence(model, x, allowed="full")
            self.assertEqual(result.verdict, "cannot tell")
            self.assertIn(words, result.message)
            with self.assertRaisesRegex(RuntimeError, words):
                assert_token_independent(model, x, allowed="full")

    def test_a_wrapper_with_norm_in_its_name_is_no_norm(self) -> None:
        class PreNorm(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.norm = nn.LayerNorm(16)
                self.attention = nn.MultiheadAttention(16, 2, batch_first=True)

            def forward(self, x: Tensor) -> Tensor:
                y = self.norm(x)
                return x + self.attention(y, y, y)[0]

        assert_token_independent(nn.Sequential(PreNorm()), torch.randn(1, 6, 16), allowed="full")


class IdsTest(Case):
    def test_ids_are_swapped_for_others_that_are_neither_padding_nor_special(self) -> None:
        seen: set[int] = set()

        class Watched(nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.table = nn.Embedding(9, 8, padding_idx=0)

            def forward(self, ids: Tensor) -> Tensor:
                seen.update(ids.reshape(-1).tolist())
                return self.table(ids)

        ids = torch.tensor([[3, 4, 5, 6]])
        assert_token_independent(Watched(), ids, special_ids=[1, 2])
        self.assertTrue({7, 8} <= seen)
        self.assertFalse({0, 1, 2} & seen)

    def test_ids_label_themselves(self) -> None:
        self.assertEqual(token_influence(nn.Embedding(9, 4), torch.tensor([[3, 4]])).tokens, ["3", "4"])

    def test_left_padded_queries_can_be_left_out(self) -> None:
        def padded(x: Tensor) -> Tensor:
            hidden = torch.ones(6, 6).triu(1).bool()
            hidden[:, :2] = True
            return (x @ x.transpose(1, 2)).masked_fill(hidden, -torch.inf).softmax(-1) @ x

        result = token_influence(padded, torch.randn(1, 6, 8), allowed="causal")
        self.assertRegex(result.message, "cannot tell: output token 0 is NaN.*ignore_rows")
        assert_token_independent(padded, torch.randn(1, 6, 8), allowed="causal", ignore_rows=[0, 1])


class StatsTest(Case):
    def test_statistics_are_those_of_float64(self) -> None:
        norm = nn.LayerNorm(8)
        with torch.no_grad():
            norm.weight.mul_(3)
        x = torch.randn(2, 5, 8) * 1e-2 + 1000
        layer = token_stats(norm, x).layers[0]
        exact = x.double()
        torch.testing.assert_close(layer.before.variance, exact.var(-1, correction=0), rtol=1e-10, atol=0)
        expected = layer.before.variance / (layer.before.variance + 1e-5)
        torch.testing.assert_close(layer.normalized.variance, expected, rtol=1e-9, atol=0)
        pooled = layer.pooled
        torch.testing.assert_close(pooled.variance, exact.var((1, 2), correction=0), rtol=1e-9, atol=0)
        torch.testing.assert_close(pooled.variance, pooled.mean_of_variances + pooled.variance_of_means)

    def test_finds_every_norm_of_a_model_in_order(self) -> None:
        names = [layer.name for layer in token_stats(Causal().eval(), torch.randn(1, 5, 16)).layers]
        self.assertEqual(names, [f"encoder.layers.{layer}.norm{norm}" for layer in (0, 1) for norm in (1, 2)])

    def test_finds_functions_and_the_users_own(self) -> None:
        class Centring(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return x - x.mean(1, keepdim=True)

        own = Centring()

        def model(x: Tensor) -> Tensor:
            return own(F.layer_norm(x, (8,), eps=1e-3))

        layers = token_stats(model, torch.randn(2, 5, 8), layers=[own]).layers
        found = [(layer.name, layer.axis_names, layer.scope) for layer in layers]
        self.assertEqual(found, [("layer_norm", ("C",), "token"), ("Centring", ("N",), "tokens")])
        self.assertEqual(layers[0].eps, 1e-3)

    def test_knows_torchs_own_norms_and_what_they_pool(self) -> None:
        x = torch.randn(2, 8, 5)
        norms = {
            nn.BatchNorm1d(8): ("B N", "batch"),
            nn.BatchNorm1d(8).eval(): ("", "frozen"),
            nn.GroupNorm(2, 8): ("C N", "tokens"),
            nn.InstanceNorm1d(8): ("N", "tokens"),
        }
        for norm, expected in norms.items():
            layer = token_stats(norm, x, token_axis=2).layers[0]
            self.assertEqual((" ".join(layer.axis_names), layer.scope), expected)
            self.assertEqual(layer.normalized.mean.shape, (2, 5))

    @unittest.skipUnless(importlib.util.find_spec("transformers"), "transformers is not installed")
    def test_knows_the_norms_of_llama(self) -> None:
        from transformers import LlamaConfig, LlamaForCausalLM

        sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
        model = LlamaForCausalLM(LlamaConfig(vocab_size=50, **sizes)).eval()
        ids = torch.randint(50, (2, 7))
        layers = token_stats(model, ids).layers
        self.assertEqual(len(layers), 5)
        self.assertEqual(
            {(layer.kind, layer.axis_names, layer.eps) for layer in layers}, {("LlamaRMSNorm", ("C",), 1e-6)}
        )
        assert_token_independent(model, ids, allowed="causal")

    @unittest.skipUnless(importlib.util.find_spec("transformers"), "transformers is not installed")
    def test_knows_an_rms_norm_by_any_name_and_a_scale_of_one_plus_weight(self) -> None:
        from transformers.models.gemma.modeling_gemma import GemmaRMSNorm
        from transformers.models.t5.modeling_t5 import T5LayerNorm

        x = torch.randn(1, 5, 8) + 3
        for norm, scale in ((T5LayerNorm(8), 1.0), (GemmaRMSNorm(8), 1.0), (nn.RMSNorm(8), 1.0)):
            layer = token_stats(norm, x).layers[0]
            torch.testing.assert_close(layer.normalized.mean, layer.after.mean, rtol=1e-5, atol=0, check_dtype=False)
            self.assertEqual(layer.scale.tolist(), [scale] * 8)

    def test_finds_a_norm_class_around_a_norm_function(self) -> None:
        class LayerNorm(nn.Module):  # as in nanoGPT
            def __init__(self) -> None:
                super().__init__()
                self.weight = nn.Parameter(torch.randn(16))
                self.bias = nn.Parameter(torch.randn(16))

            def forward(self, x: Tensor) -> Tensor:
                return F.layer_norm(x, self.weight.shape, self.weight, self.bias, 1e-3)

        class RootNorm(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return F.rms_norm(x, (16,))

        class TokenNorm(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return F.instance_norm(x.transpose(1, 2)).transpose(1, 2)

        class TurnedNorm(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return F.layer_norm(x.transpose(1, 2), (6,)).transpose(1, 2)

        class AdaptiveNorm(nn.Module):
            def forward(self, x: Tensor) -> Tensor:
                return F.layer_norm(x, (16,)) * x.sigmoid()

        model = nn.Sequential(LayerNorm(), RootNorm(), TokenNorm(), TurnedNorm(), AdaptiveNorm())
        layers = token_stats(model, torch.randn(2, 6, 16)).layers
        found = [(layer.name, layer.kind, layer.axes, layer.scope) for layer in layers]
        expected = [
            ("0", "LayerNorm", (2,), "token"),
            ("1", "RootNorm", (2,), "token"),
            ("2", "TokenNorm", (1,), "tokens"),
            ("3", "TurnedNorm", (1,), "tokens"),
            ("4.layer_norm", "layer_norm", (2,), "token"),
        ]
        self.assertEqual(found, expected)
        self.assertEqual(layers[0].eps, 1e-3)
        ratio = layers[0].before.variance / (layers[0].before.variance + 1e-3)
        torch.testing.assert_close(layers[0].normalized.variance, ratio)
        torch.testing.assert_close(layers[1].normalized.rms, torch.ones(2, 6, dtype=torch.float64), atol=1e-4, rtol=0)

    def test_claims_no_normalised_stage_for_a_formula_that_it_does_not_know(self) -> None:
        class L2Norm(nn.Module):
            eps = 1e-5

            def forward(self, x: Tensor) -> Tensor:
                return x / (x.square().sum(-1, keepdim=True) + self.eps).sqrt()

        class UnbiasedNorm(nn.Module):
            eps = 1e-6

            def forward(self, x: Tensor) -> Tensor:
                return (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + self.eps)

        x = torch.randn(2, 6, 16)
        self.assertIsNone(token_stats(L2Norm(), x).layers[0].normalized)
        variance = token_stats(UnbiasedNorm(), x).layers[0].normalized.variance
        torch.testing.assert_close(variance, torch.full((2, 6), 15 / 16, dtype=torch.float64), atol=1e-4, rtol=0)

    def test_outliers_are_found_with_their_channel(self) -> None:
        x = torch.randn(1, 5, 8)
        x[0, 3, 6] = -500
        before = token_stats(nn.LayerNorm(8), x).layers[0].before
        self.assertEqual((before.max_abs[0, 3].item(), before.max_channel[0, 3].item()), (500, 6))


class BadInputTest(Case):
    def test_errors_name_the_cause_and_the_way_out(self) -> None:
        x = torch.randn(1, 4, 8)
        norm = nn.LayerNorm(8)
        cases: list[tuple[str, Callable[[], object]]] = [
            ("holds nan at flat index 0", lambda: token_influence(norm, torch.full((1, 4, 8), torch.nan))),
            ("labels has 2 entries, but the input has 4 tokens", lambda: token_stats(norm, x, labels=["a", "b"])),
            ('allowed is "past"', lambda: token_influence(norm, x, allowed="past")),  # type: ignore[arg-type]
            ("one row for each of the 4", lambda: token_influence(norm, x, allowed=[[True]])),
            ("ignore_rows names token 9", lambda: token_influence(norm, x, ignore_rows=[9])),
            ("say which axis holds the tokens", lambda: token_influence(norm, torch.randn(1, 2, 4, 8))),
            ("token_axis is 7", lambda: token_influence(norm, x, token_axis=7)),
            ("layer 'nowhere' did not run", lambda: token_stats(norm, x, layers=["nowhere"])),
            ("has the shape \\[1, 8\\]|as many output as input", lambda: token_influence(lambda t: t.mean(1), x)),
        ]
        for message, call in cases:
            with self.subTest(message), self.assertRaisesRegex(ValueError, message):
                call()
        with self.assertRaisesRegex(TypeError, "takes a tensor"):
            token_stats(norm, [1, 2, 3])

    def test_one_token_and_none(self) -> None:
        self.assertIn("only one token", token_influence(nn.LayerNorm(8), torch.randn(1, 1, 8)).message)
        self.assertIn("no tokens", token_influence(nn.LayerNorm(8), torch.randn(1, 0, 8)).message)
        self.assertIn("holds no numbers", token_influence(nn.LayerNorm(8), torch.randn(0, 3, 8)).message)
        with self.assertRaisesRegex(RuntimeError, "holds no numbers"):
            assert_token_independent(nn.LayerNorm(8), torch.randn(0, 3, 8))
        self.assertEqual(token_stats(nn.LayerNorm(8), torch.randn(1, 0, 8)).layers[0].before.mean.shape, (1, 0))
        str(token_stats(nn.LayerNorm(8), torch.randn(1, 0, 8)))

    def test_numbers_that_are_not_finite_stay_visible(self) -> None:
        x = torch.randn(1, 3, 8)
        x[0, 1, 2] = torch.inf
        text = str(token_stats(nn.LayerNorm(8), x))
        self.assertIn("∞", text)
        self.assertIn("NaN", text)


class DisplayTest(Case):
    def test_results_are_the_documented_outputs_beside_their_text(self) -> None:
        x = torch.randn(1, 3, 8)
        for result, mime in (
            (token_stats(nn.LayerNorm(8), x), STATS_MIME),
            (token_influence(nn.LayerNorm(8), x), INFLUENCE_MIME),
        ):
            bundle = result._repr_mimebundle_()
            self.assertEqual(bundle[mime], result.payload())
            self.assertEqual(bundle["text/plain"], str(result))


if __name__ == "__main__":
    unittest.main()
