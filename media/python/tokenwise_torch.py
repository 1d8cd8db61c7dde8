"""Tokenwise for PyTorch: what each normalisation of a model does to each token, and which token reads which.

    from tokenwise_torch import token_stats, token_influence, assert_token_independent

    token_stats(model, ids, labels=words)            # mean and variance of each token before and after every norm
    token_influence(model, ids, allowed="causal")    # which output token moves when which input token is replaced
    assert_token_independent(norm, x)                # the same as a test

In a Transformer every token is normalised alone: for [B, N, C] the mean and the variance run over C only. Statistics
that run over tokens or the batch let a token read the others, later ones too, past any causal mask.

One file, no dependency but PyTorch 2.4 or later: copy it beside your notebook. Results draw themselves in VS Code with
Tokenwise installed and print as text elsewhere; `result.payload()` is the JSON that is drawn
(`application/vnd.tokenwise.token-stats.v1+json`, `application/vnd.tokenwise.token-influence.v1+json`).
"""

from __future__ import annotations

import base64
import inspect
import json
import math
import random
import re
import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Any, Literal, Optional, Union

import torch
from torch import Tensor, nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.weak import WeakTensorKeyDictionary

__all__ = [
    "LayerStats",
    "Leak",
    "TokenDependenceError",
    "TokenInfluence",
    "TokenStats",
    "assert_token_independent",
    "token_influence",
    "token_stats",
]

Subject = Union[nn.Module, Callable[..., Any]]
Labels = Union[Sequence[str], Sequence[Sequence[str]]]
Allowed = Union[Literal["none", "causal", "shifted", "full"], Sequence[Sequence[bool]], Tensor]
Verdict = Literal["leak shown", "no leak found", "cannot tell"]
Cause = Literal["norm", "mask", "other"]
Scope = Literal["token", "tokens", "batch", "frozen"]

STATS_MIME = "application/vnd.tokenwise.token-stats.v1+json"
INFLUENCE_MIME = "application/vnd.tokenwise.token-influence.v1+json"


# ---------------------------------------------------------------------------------------------------------------------
# Results
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """One stage of a normalisation: statistics over the channels of each token, [B, N] each, in float64."""

    mean: Tensor
    variance: Tensor
    """Population variance (correction 0), as LayerNorm uses."""
    rms: Tensor
    max_abs: Tensor
    """Largest |value| of the token."""
    max_channel: Tensor
    """The channel that holds it."""


@dataclass(frozen=True)
class Pooled:
    """The one mean and variance of each sequence that LayerNorm([N, C]) would have used, [B] each."""

    mean: Tensor
    variance: Tensor
    """mean_of_variances + variance_of_means (the law of total variance)."""
    mean_of_variances: Tensor
    variance_of_means: Tensor


@dataclass(frozen=True)
class LayerStats:
    """One normalisation of the run."""

    name: str
    """Path in the model ("blocks.0.norm1"); of a function, the path it was called in and its name."""
    kind: str
    axes: tuple[int, ...]
    """Reduced axes, counted from the front."""
    axis_names: tuple[str, ...]
    scope: Scope
    """Which tokens share one statistic: "token" alone, "tokens" of a sequence, the "batch", or "frozen" ones."""
    input_shape: tuple[int, ...]
    eps: float | None
    before: Stage
    normalized: Stage | None
    """After the division by sqrt(var + eps): the variance here is var / (var + eps), just below 1."""
    after: Stage
    """After scale and shift."""
    scale: Tensor | None
    shift: Tensor | None
    pooled: Pooled


@dataclass(frozen=True)
class TokenStats:
    """What `token_stats` found. Shown by a notebook as charts where Tokenwise is installed, else as text."""

    model: str
    tokens: list[list[str]]
    """Text of each token, [B][N]; empty lists where the tokens have none."""
    layers: list[LayerStats]
    notes: list[str]

    def __getitem__(self, name: str) -> LayerStats:
        """The layer of that name."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(f"No layer {name!r} ran; there are {', '.join(layer.name for layer in self.layers)}.")

    def payload(self) -> dict[str, Any]:
        """The output that is drawn and saved: statistics only, never activations."""
        return _stats_payload(self)

    def __str__(self) -> str:
        return _stats_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {STATS_MIME: self.payload(), "text/plain": str(self)}


@dataclass(frozen=True)
class Leak:
    """Output token `to` reads input token `from_`, which it may not."""

    from_: int
    to: int
    amount: float | None
    """Largest |change| of the output token; None where only the gradient saw it."""
    module: str | None
    """Module and op in which the leak starts, where the run could be followed."""
    op: str | None
    cause: Cause


@dataclass(frozen=True)
class Further:
    """A verdict beside the main one: other sequences, other lengths, the other mode, a norm alone."""

    title: str
    verdict: Verdict
    message: str


@dataclass(frozen=True)
class TokenInfluence:
    """What `token_influence` found. Shown by a notebook as a heat map where Tokenwise is installed, else as text."""

    model: str
    tokens: list[str]
    outputs: list[int]
    """Output tokens, the rows of the matrix: all up to N = 256, else a sample."""
    inputs: list[int]
    """Input tokens, its columns."""
    matrix: Tensor
    """Largest |change| of output token (row) when input token (column) alone is replaced, float64."""
    allowed: str
    allowed_pairs: Tensor
    """True where the output token (row) may read the input token (column)."""
    verdict: Verdict
    message: str
    """The verdict in words."""
    runs: int
    """Compared runs, beside those on the unchanged input."""
    leaks: list[Leak]
    """Pairs that must not be and are, the largest first."""
    further: list[Further]
    notes: list[str]

    def payload(self) -> dict[str, Any]:
        """The output that is drawn and saved."""
        return _influence_payload(self)

    def __str__(self) -> str:
        return _influence_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {INFLUENCE_MIME: self.payload(), "text/plain": str(self)}


class TokenDependenceError(AssertionError):
    """An output token (or, with `axis` "batch", a sequence) reads another that it may not read."""

    def __init__(self, message: str, leak: Leak, axis: Literal["token", "batch"]) -> None:
        super().__init__(message)
        self.from_ = leak.from_
        self.to = leak.to
        self.amount = leak.amount
        self.module = leak.module
        self.op = leak.op
        self.cause = leak.cause
        self.axis = axis


# ---------------------------------------------------------------------------------------------------------------------
# The three probes
# ---------------------------------------------------------------------------------------------------------------------


def token_stats(
    model: Subject,
    *inputs: Any,
    labels: Labels | None = None,
    layers: Iterable[nn.Module | str] = (),
    token_axis: int | None = None,
) -> TokenStats:
    """Mean and variance of each token before and after every normalisation of one forward pass that really ran.

    Args:
        model: a module, or a function of the inputs.
        inputs: the model's arguments; the first holds the tokens: [B, N, C], [N, C], or ids [B, N] or [N].
        labels: text of each token of the first input, one list for all sequences or one list for each. The texts stand
            on every layer that saw as many tokens: where encoder and decoder are of the same length, on both.
        layers: modules, or their paths, that count as normalisations beside those that are found.
        token_axis: the axis of the first input that holds the tokens, where it is not the usual one.

    Found are LayerNorm, RMSNorm, BatchNorm, GroupNorm, InstanceNorm, modules with "norm" in their class's name that
    take a statistic (those of transformers' Llama, say), and `torch.nn.functional` norms called outside of one. The
    model runs in its own mode; random state and buffers are as before afterwards.

    Raises:
        ValueError: where the labels or a named layer do not fit.
    """
    x = _tensor_of(inputs)
    run = _record_norms(model, inputs, list(layers))
    layout = _layout_of(x, run.ids, token_axis)
    notes: list[str] = []
    found = [stats for call in run.calls if (stats := _layer_stats(call, layout, notes)) is not None]
    if not found:
        notes.append("No normalisation ran. Name the module that is one with layers=[module].")
    return TokenStats(_name_of(model), _token_texts(labels, x, layout), found, notes)


def token_influence(
    model: Subject,
    x: Tensor,
    *,
    allowed: Allowed = "none",
    labels: Labels | None = None,
    token_axis: int | None = None,
    ignore_rows: Sequence[int] = (),
    special_ids: Sequence[int] = (),
) -> TokenInfluence:
    """How each output token moves when one input token is replaced, and what may be said of it.

    Input tokens are replaced by independent random vectors (ids by other ids), at 1 and 10 times the input's RMS, and
    the bits of all output tokens that may not read them are compared, without tolerance. One bit that differs shows a
    leak; none proves nothing about other inputs, so the verdict says how many runs there were.

    Args:
        model: a module, or a function of x; of several outputs the first tensor counts.
        x: [B, N, C], [N, C], or integer ids [B, N] or [N].
        allowed: what an output token may read: "none" other than itself, "causal" itself and earlier ones, "shifted"
            earlier ones only, "full" all, or a table with one row for each output token and True where it may read.
        labels: text of each token.
        token_axis: the axis of x that holds the tokens, where it is not the usual one.
        ignore_rows: output tokens that are not compared, such as left-padded queries.
        special_ids: ids that never stand in for another (beside an embedding's padding id).

    The model runs in its own mode; random state, buffers and gradients are as before afterwards.

    Raises:
        ValueError: where x is not finite, or its tokens, `allowed` or `labels` do not fit.
    """
    options = _Options(allowed, labels, token_axis, tuple(ignore_rows), tuple(special_ids))
    found = _investigate(model, x, options, quick=False)
    matrix, run = found.matrix, found.run
    assert matrix is not None
    leaks = _placed(run, found.leaks, found.search.permission)
    pairs = found.search.permission.allows(torch.tensor(matrix.outputs)[:, None], torch.tensor(matrix.inputs)[None])
    return TokenInfluence(
        model=_name_of(model),
        tokens=found.texts,
        outputs=matrix.outputs,
        inputs=matrix.inputs,
        matrix=matrix.amount,
        allowed=found.search.permission.name,
        allowed_pairs=pairs.expand(matrix.amount.shape),
        verdict=found.verdict,
        message=found.message,
        runs=found.runs,
        leaks=leaks,
        further=_further_verdicts(found, model, options),
        notes=_notes_of(found, leaks),
    )


def assert_token_independent(
    model: Subject,
    x: Tensor,
    *,
    allowed: Allowed = "none",
    labels: Labels | None = None,
    token_axis: int | None = None,
    ignore_rows: Sequence[int] = (),
    special_ids: Sequence[int] = (),
) -> None:
    """The verdict of `token_influence` as a test: by default no output token may read another, nor another sequence.

    Raises:
        TokenDependenceError: at the first leak, which it names.
        RuntimeError: where nothing can be told, for example because two equal runs differ: a test that saw nothing
            must not pass.
    """
    options = _Options(allowed, labels, token_axis, tuple(ignore_rows), tuple(special_ids))
    found = _investigate(model, x, options, quick=True)
    if found.verdict == "no leak found":
        return
    if found.verdict == "cannot tell":
        raise RuntimeError(f"{_name_of(model)}: {found.message}")
    leak, axis = _first_dependence(found)
    words = found.message.removeprefix("leak shown: ")
    raise TokenDependenceError(f"{_name_of(model)}: {words}{_place_words(leak, axis)}", leak, axis)


# ---------------------------------------------------------------------------------------------------------------------
# Subjects and inputs
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _IdRange:
    """The rows of an embedding table that ids may name."""

    vocabulary: int
    padding: int | None


@dataclass(frozen=True)
class _Layout:
    """Where the tokens of an input are."""

    token_axis: int
    batch_axis: int | None
    tokens: int
    batch: int
    ids: _IdRange | None


def _name_of(subject: Subject) -> str:
    if isinstance(subject, nn.Module):
        return type(subject).__name__
    name = getattr(subject, "__name__", "f")
    return "f" if name == "<lambda>" else name


def _tensor_of(inputs: Sequence[Any]) -> Tensor:
    if inputs and isinstance(inputs[0], Tensor):
        return inputs[0]
    given = type(inputs[0]).__name__ if inputs else "nothing"
    raise TypeError(f"A probe takes a tensor as its input, not {given}. Make one with torch.tensor(...).")


def _first_tensor(output: Any, name: str) -> Tensor:
    """The output, or the first tensor of a tuple, a dict or a ModelOutput."""
    if isinstance(output, Tensor):
        return output
    values: Iterable[Any] = ()
    if isinstance(output, Mapping):
        values = output.values()
    elif isinstance(output, (tuple, list)):
        values = output
    elif hasattr(output, "__dict__"):
        values = vars(output).values()
    for value in values:
        if isinstance(value, Tensor):
            return value
    raise TypeError(f"{name} returned {type(output).__name__}, which holds no tensor.")


def _layout_of(x: Tensor, ids: _IdRange | None, token_axis: int | None) -> _Layout:
    """[B, N, C] has its tokens on axis 1; rank 2 is [B, N] for ids, else [N, C]; rank 1 is one sequence of ids."""
    axis = _usual_token_axis(x, ids is not None) if token_axis is None else _resolve_axis(token_axis, x)
    has_batch = x.dim() >= 3 or (x.dim() == 2 and ids is not None)
    batch_axis = (1 if axis == 0 else 0) if has_batch else None
    batch = 1 if batch_axis is None else x.shape[batch_axis]
    return _Layout(axis, batch_axis, x.shape[axis], batch, ids)


def _usual_token_axis(x: Tensor, is_ids: bool) -> int:
    if x.dim() == 3:
        return 1
    if x.dim() == 2:
        return 1 if is_ids else 0
    if x.dim() == 1 and is_ids:
        return 0
    raise ValueError(f"The input has the shape {list(x.shape)}; say which axis holds the tokens with token_axis.")


def _resolve_axis(axis: int, x: Tensor) -> int:
    if not -x.dim() <= axis < x.dim():
        raise ValueError(f"token_axis is {axis}, but the shape {list(x.shape)} has {x.dim()} axes.")
    return axis % x.dim()


def _token_texts(labels: Labels | None, x: Tensor, layout: _Layout) -> list[list[str]]:
    """Text of each token, [B][N]: the labels, else the ids, else none (empty lists)."""
    if labels is None:
        if layout.ids is None or layout.token_axis != x.dim() - 1:
            return [[] for _ in range(layout.batch)]
        return [[str(value) for value in row] for row in x.reshape(layout.batch, layout.tokens).tolist()]
    nested = len(labels) > 0 and all(isinstance(label, (list, tuple)) for label in labels)
    if nested and len(labels) != layout.batch:
        raise ValueError(f"labels has {len(labels)} lists, but the input has {layout.batch} sequences.")
    texts = [[str(text) for text in row] for row in (labels if nested else [labels] * layout.batch)]
    for row in texts:
        if len(row) != layout.tokens:
            raise ValueError(f"labels has {len(row)} entries, but the input has {layout.tokens} tokens.")
    return texts


def _check_finite(x: Tensor) -> None:
    if not x.is_floating_point():
        return
    bad = (~torch.isfinite(x)).reshape(-1).nonzero()
    if len(bad):
        at = int(bad[0])
        raise ValueError(
            f"The input holds {x.reshape(-1)[at].item()} at flat index {at}; a probe needs finite numbers."
        )


# ---------------------------------------------------------------------------------------------------------------------
# State: a model runs again and again as if for the first time
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _HeldTensor:
    store: dict[str, Any]
    key: str
    tensor: Tensor
    values: Tensor


class _HeldState:
    """Random state, buffers and tensor attributes as they were found.

    Every run starts from them, so that dropout draws the same mask and a BatchNorm that trains the same running mean;
    `release` leaves them so.
    """

    def __init__(self, subject: Subject) -> None:
        self._generators = _generators()
        self._held: list[_HeldTensor] = []
        self._known: set[nn.Module] = set()
        owner = subject if isinstance(subject, nn.Module) else getattr(subject, "__self__", None)
        if isinstance(owner, nn.Module):
            for module in owner.modules():
                self.hold(module)

    def hold(self, module: nn.Module) -> None:
        """Remembers a module's state; called before its forward can touch it (a function hides which it uses)."""
        if module in self._known:
            return
        self._known.add(module)
        for store in (module._buffers, vars(module)):
            for key, value in store.items():
                if isinstance(value, Tensor):
                    self._held.append(_HeldTensor(store, key, value, value.detach().clone()))

    def has_drawn(self) -> bool:
        """Whether random numbers were drawn since the last release."""
        return any(generator.has_moved() for generator in self._generators)

    def release(self) -> None:
        for generator in self._generators:
            generator.restore()
        with torch.no_grad():
            for held in self._held:
                held.store[held.key] = held.tensor
                held.tensor.copy_(held.values)


@dataclass(frozen=True)
class _Generator:
    """A generator that a forward may draw from, with its state as it was found."""

    read: Callable[[], Any]
    write: Callable[[Any], None]
    state: Any

    def restore(self) -> None:
        self.write(self.state)

    def has_moved(self) -> bool:
        return not _same_state(self.read(), self.state)


def _generators() -> list[_Generator]:
    places: list[tuple[Callable[[], Any], Callable[[Any], None]]] = [
        (torch.get_rng_state, torch.set_rng_state),
        (random.getstate, random.setstate),
    ]
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        places.append((torch.cuda.get_rng_state_all, torch.cuda.set_rng_state_all))
    if torch.backends.mps.is_available():
        places.append((torch.mps.get_rng_state, torch.mps.set_rng_state))
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        places.append((lambda: numpy.random.get_state()[1:3], _numpy_restorer(numpy)))
    return [_Generator(read, write, read()) for read, write in places]


def _numpy_restorer(numpy: Any) -> Callable[[Any], None]:
    """Puts the whole legacy state back; what is compared are its key and position."""
    whole = numpy.random.get_state()
    return lambda _: numpy.random.set_state(whole)


def _same_state(a: Any, b: Any) -> bool:
    if isinstance(a, (list, tuple)):
        return all(map(_same_state, a, b))
    return torch.equal(a, b) if isinstance(a, Tensor) else bool((a == b) if not hasattr(a, "all") else (a == b).all())


# ---------------------------------------------------------------------------------------------------------------------
# Tracing: which modules and ops ran
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Frame:
    """A module while its forward runs."""

    module: nn.Module
    path: str

    @property
    def kind(self) -> str:
        return type(self.module).__name__

    @property
    def name(self) -> str:
        return self.path or self.kind


class _Listener:
    """What a traced run tells. All methods do nothing here."""

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None: ...

    def leave(self, frame: _Frame, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None: ...

    def before_op(self, name: str, inputs: list[Tensor]) -> Any: ...

    def after_op(self, before: Any, call: _OpCall) -> None: ...


@dataclass(frozen=True)
class _OpCall:
    """One op of the dispatcher, below autograd: what really computes, whatever Python code called it."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    inputs: list[Tensor]
    outputs: list[Tensor]
    frames: tuple[_Frame, ...]


class _OpMode(TorchDispatchMode):
    def __init__(self, listener: _Listener, stack: list[_Frame]) -> None:
        super().__init__()
        self.listener = listener
        self.stack = stack

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = func._schema.name.split("::")[1].strip("_")
        inputs = _tensors_in((*args, *kwargs.values()))
        before = self.listener.before_op(name, inputs)
        result = func(*args, **kwargs)
        call = _OpCall(name, args, kwargs, inputs, _tensors_in((result,)), tuple(self.stack))
        self.listener.after_op(before, call)
        return result


def _tensors_in(values: Iterable[Any]) -> list[Tensor]:
    found: list[Tensor] = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, (tuple, list)):
            found.extend(_tensors_in(value))
    return found


class _ModuleStack:
    """Follows which module's forward runs, through hooks that hear every module, those inside a function too.

    Paths are those of `named_modules` of the outermost module; one that is reached in no such way has its class's name.
    """

    def __init__(self, listener: _Listener) -> None:
        self.listener = listener
        self.frames: list[_Frame] = []
        self.paths: dict[nn.Module, str] = {}

    def enter(self, module: nn.Module, args: tuple[Any, ...]) -> None:
        if not self.frames:
            for path, inner in module.named_modules():
                self.paths.setdefault(inner, path)
        frame = _Frame(module, self.paths.get(module, type(module).__name__))
        self.frames.append(frame)
        self.listener.enter(frame, args)

    def leave(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        # Hooks are also called on the way out of an exception, perhaps for a module that a hook of its own kept out.
        if self.frames and self.frames[-1].module is module:
            frame = self.frames.pop()
            self.listener.leave(frame, args, kwargs, output)


@contextmanager
def _traced(listener: _Listener, ops: bool = True) -> Iterator[None]:
    """Tells `listener` of each module, and with `ops` of each op, that runs inside the block.

    The fused inference path of `nn.TransformerEncoderLayer` is off meanwhile: it is one op without norms or masks.
    """
    stack = _ModuleStack(listener)
    before = register_module_forward_pre_hook(stack.enter)
    after = register_module_forward_hook(stack.leave, with_kwargs=True, always_call=True)
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    mode: AbstractContextManager[Any] = _OpMode(listener, stack.frames) if ops else nullcontext()
    try:
        with _eager(), mode:
            yield
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
        after.remove()
        before.remove()


def _eager() -> AbstractContextManager[Any]:
    """Compiled modules run as they were written: a compiled graph hides its modules and ops."""
    stance = getattr(torch.compiler, "set_stance", None)  # PyTorch 2.6
    return nullcontext() if stance is None else stance("force_eager")


class _Both(_Listener):
    def __init__(self, *listeners: _Listener) -> None:
        self.listeners = listeners

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None:
        for listener in self.listeners:
            listener.enter(frame, args)

    def leave(self, frame: _Frame, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        for listener in self.listeners:
            listener.leave(frame, args, kwargs, output)

    def before_op(self, name: str, inputs: list[Tensor]) -> Any:
        return [listener.before_op(name, inputs) for listener in self.listeners]

    def after_op(self, before: Any, call: _OpCall) -> None:
        for listener, own in zip(self.listeners, before):
            listener.after_op(own, call)


class _Facts(_Listener):
    """What one run was made of: its modules, and the embedding table that ids were looked up in."""

    def __init__(self, x: Tensor, state: _HeldState) -> None:
        self.x = x
        self.state = state
        self.modules: dict[nn.Module, str] = {}
        self._table: _IdRange | None = None

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None:
        self.state.hold(frame.module)
        self.modules.setdefault(frame.module, frame.path)

    def after_op(self, before: Any, call: _OpCall) -> None:
        if call.name != "embedding" or self._table is not None or self.x.is_floating_point():
            return
        weight, indices = call.inputs[:2]
        if indices.numel() == self.x.numel() and _same_values(indices, self.x):
            padding = call.args[2] if len(call.args) > 2 else -1
            self._table = _IdRange(weight.shape[0], padding if padding >= 0 else None)

    @property
    def ids(self) -> _IdRange | None:
        """Set where x holds ids. Of a table that is not seen at work only the rows up to the largest id are known."""
        if self.x.is_floating_point():
            return None
        if self._table is None and self.x.numel():
            return _IdRange(int(self.x.max()) + 1, None)
        return self._table or _IdRange(0, None)


def _same_values(a: Tensor, b: Tensor) -> bool:
    return torch.equal(a.reshape(-1).to("cpu", torch.int64), b.reshape(-1).to("cpu", torch.int64))


# ---------------------------------------------------------------------------------------------------------------------
# Replacing tokens
# ---------------------------------------------------------------------------------------------------------------------

MAGNITUDES = (1, 10)
"""Sizes of the replacement vectors in units of the input's RMS: a leak may show at one of them only."""

_MASK = 0xFFFFFFFF


class _ProbeRandom:
    """Random numbers of the probes' own, so that a probe neither uses nor moves the user's generator.

    mulberry32 (T. Ettinger), the same numbers as Tokenwise's TypeScript probes draw for the same seed.
    """

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def uniform(self, count: int) -> Tensor:
        """In [0, 1), float64. (Products wrap around at 64 bits; their low 32 bits are right.)"""
        state = (self.state + torch.arange(1, count + 1) * 0x6D2B79F5) & _MASK
        self.state = (self.state + count * 0x6D2B79F5) & _MASK
        mixed = ((state ^ (state >> 15)) * (1 | state)) & _MASK
        mixed = ((mixed + (mixed ^ (mixed >> 7)) * (61 | mixed)) & _MASK) ^ mixed
        return (mixed ^ (mixed >> 14)).double() / 2**32

    def normal(self, count: int) -> Tensor:
        """Mean 0 and standard deviation 1 (Box-Muller), float64."""
        pairs = self.uniform(2 * count).reshape(count, 2)
        return torch.sqrt(-2 * torch.log(1 - pairs[:, 0])) * torch.cos(2 * math.pi * pairs[:, 1])


def _replacement_values(x: Tensor, ids: _IdRange | None, special_ids: Sequence[int]) -> list[Tensor]:
    """For each magnitude a value to put in the place of every number of x.

    Independent normal numbers of that many times the RMS of x (1 where x is all zeros): adding to a token, scaling or
    permuting it is nearly invisible through a LayerNorm. Ids are swapped for others, never for padding or
    `special_ids`.
    """
    draw = _ProbeRandom(x.numel())
    if ids is not None:
        return [_other_ids(x, ids, special_ids, draw) for _ in MAGNITUDES]
    rms = math.sqrt(_float64(x).square().sum().item() / max(1, x.numel())) or 1.0
    values = [draw.normal(x.numel()) * magnitude * rms for magnitude in MAGNITUDES]
    return [value.reshape(x.shape).to(x.dtype).to(x.device) for value in values]


def _other_ids(x: Tensor, ids: _IdRange, special_ids: Sequence[int], draw: _ProbeRandom) -> Tensor:
    barred = {*special_ids, ids.padding}
    usable = torch.tensor([row for row in range(ids.vocabulary) if row not in barred], dtype=torch.int64)
    if len(usable) < 2:
        raise ValueError(f"Of {ids.vocabulary} ids only {len(usable)} can stand in for another; at least 2 are needed.")
    drawn = (draw.uniform(x.numel()) * len(usable)).long()
    old = x.reshape(-1).to("cpu", torch.int64)
    other = torch.where(usable[drawn] == old, usable[(drawn + 1) % len(usable)], usable[drawn])
    return other.reshape(x.shape).to(x.dtype).to(x.device)


def _replace_at(x: Tensor, values: Tensor, axis: int, indices: Sequence[int]) -> Tensor:
    """x with the numbers at some indices of an axis taken from `values`."""
    at = torch.tensor(indices, dtype=torch.int64, device=x.device)
    return x.index_copy(axis, at, values.index_select(axis, at))


# ---------------------------------------------------------------------------------------------------------------------
# Runs and their comparison
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _RowChanges:
    """What differs between two runs at each index of one axis."""

    changed: Tensor
    """True where any bit differs, [N]."""
    amount: Tensor
    """Largest |change|, float64 [N]; infinite where a number became NaN or the other way round."""


def _bits(values: Tensor) -> Tensor:
    """The bits of floats as integers: -0 is not 0. Complex numbers count as pairs."""
    plain = torch.view_as_real(values) if values.is_complex() else values
    integers = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}
    if not plain.is_floating_point():
        return plain
    return plain.contiguous().view(integers[plain.element_size()])


def _row_changes(before: Tensor, after: Tensor, axis: int) -> _RowChanges:
    """Compares two runs bit by bit, with no tolerance. Two NaN count as equal, whatever their payload."""
    old, new = _rows(_float64(before), axis), _rows(_float64(after), axis)
    differ = _rows(_bits(before) != _bits(after), axis).to("cpu") & ~(old.isnan() & new.isnan())
    amount = torch.where(differ, (new - old).abs(), 0.0).nan_to_num(nan=math.inf, posinf=math.inf)
    if amount.shape[1] == 0:
        return _RowChanges(torch.zeros(len(amount), dtype=torch.bool), torch.zeros(len(amount), dtype=torch.float64))
    return _RowChanges(differ.any(1), amount.amax(1))


def _rows(values: Tensor, axis: int) -> Tensor:
    moved = values.movedim(axis, 0)
    return moved.reshape(moved.shape[0], math.prod(moved.shape[1:]))


def _float64(values: Tensor) -> Tensor:
    """A copy for statistics, on the CPU: not every device has float64."""
    plain = values.detach()
    return (torch.view_as_real(plain) if plain.is_complex() else plain).to("cpu", torch.float64)


def _same_bits(before: Tensor, after: Tensor) -> bool:
    return (
        before.shape == after.shape and not _row_changes(before.reshape(1, -1), after.reshape(1, -1), 0).changed.any()
    )


class _ProbeRun:
    """A subject and an input, run on the unchanged input and ready to be run with tokens replaced.

    Each replaced copy is a run of its own. Stacking the copies on the batch axis would be faster and would hide a
    BatchNorm's leak altogether: all copies would share its statistics.
    """

    def __init__(
        self,
        subject: Subject,
        x: Tensor,
        *,
        token_axis: int | None = None,
        special_ids: Sequence[int] = (),
        call: Callable[[Tensor], Any] | None = None,
    ) -> None:
        self.subject, self.call = subject, call or subject
        # Contiguous in every run: with other strides a kernel may round otherwise, which would look like a leak.
        self.x = x = _tensor_of([x]).detach().contiguous()
        _check_finite(x)
        self.special_ids = special_ids
        self.state = _HeldState(subject)
        self.is_random = False
        self.facts = _Facts(x, self.state)
        self.trace(self.facts, x)
        self.layout = _layout_of(x, self.facts.ids, token_axis)
        self.base = self.execute(x)
        self.output_axis = self._output_token_axis()
        self.is_repeatable = _same_bits(self.base, self.execute(x))
        self.values = _replacement_values(x, self.layout.ids, special_ids) if x.numel() else [x, x]
        self.runs = 0

    @property
    def output_tokens(self) -> int:
        return self.base.shape[self.output_axis]

    def forward(self, x: Tensor) -> Tensor:
        return _first_tensor(self.call(x), _name_of(self.subject))

    def execute(self, x: Tensor) -> Tensor:
        """One run from the held state, without a graph for gradients."""
        self.state.release()
        try:
            with torch.no_grad():
                # A copy: a model may change its input in place, or give a view of its own state back.
                return self.forward(x.detach().clone()).detach().clone(memory_format=torch.contiguous_format)
        finally:
            self.is_random = self.is_random or self.state.has_drawn()
            self.state.release()

    def trace(self, listener: _Listener, x: Tensor, ops: bool = True) -> Tensor:
        """One traced run. Where the ops of a model cannot be traced (compiled code), its modules still can."""
        try:
            with _traced(listener, ops):
                return self.execute(x)
        except Exception:
            if not ops:
                raise
        return self.trace(listener, x, ops=False)

    def replaced(self, tokens: Sequence[int], magnitude: int) -> Tensor:
        return _replace_at(self.x, self.values[magnitude], self.layout.token_axis, tokens)

    def changes(self, tokens: Sequence[int], magnitude: int) -> _RowChanges:
        """How each output token moves when some input tokens are replaced."""
        self.runs += 1
        output = self.execute(self.replaced(tokens, magnitude))
        if output.shape != self.base.shape:
            shapes = f"{list(self.base.shape)}, then {list(output.shape)}"
            raise ValueError(f"The output's shape depends on the input's values: {shapes}.")
        return _row_changes(self.base, output, self.output_axis)

    def _output_token_axis(self) -> int:
        if self.layout.token_axis < self.base.dim():
            return self.layout.token_axis
        raise ValueError(
            f"The output has the shape {list(self.base.shape)} and no token axis {self.layout.token_axis}; "
            "probe a function whose output still has one row for each token."
        )


# ---------------------------------------------------------------------------------------------------------------------
# Who may read whom, and which runs test it
# ---------------------------------------------------------------------------------------------------------------------

_NAMED: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "none": lambda to, source: to == source,
    "causal": lambda to, source: source <= to,
    "shifted": lambda to, source: source < to,
    "full": lambda to, source: (to == to) | (source == source),
}


@dataclass(frozen=True)
class _Permission:
    name: str
    allows: Callable[[Tensor, Tensor], Tensor]
    """Whether output tokens may read input tokens (broadcast)."""

    def forbidden(self, outputs: Sequence[int], inputs: int) -> Tensor:
        """True where the output token (row) may not read the input token (column)."""
        to = torch.tensor(outputs, dtype=torch.int64)[:, None]
        return ~self.allows(to, torch.arange(inputs)[None]).expand(len(outputs), inputs)


def _permission(allowed: Allowed, outputs: int, inputs: int) -> _Permission:
    if not isinstance(allowed, str):
        return _custom_permission(allowed, outputs, inputs)
    if allowed not in _NAMED:
        raise ValueError(
            f'allowed is "{allowed}"; it can be "none", "causal", "shifted", "full" or a table of True and False.'
        )
    if outputs != inputs and allowed != "full":
        raise ValueError(
            f'allowed "{allowed}" needs as many output as input tokens, but there are {outputs} and {inputs}. '
            "Give token_axis, or a table of True and False, one row for each output token."
        )
    return _Permission(allowed, _NAMED[allowed])


def _custom_permission(allowed: Any, outputs: int, inputs: int) -> _Permission:
    try:
        table = torch.as_tensor(allowed).to("cpu", torch.bool)
    except (TypeError, ValueError):
        table = torch.zeros(0, dtype=torch.bool)
    if table.shape != (outputs, inputs):
        raise ValueError(
            f"allowed needs one row for each of the {outputs} output tokens "
            f"and one entry for each of the {inputs} input tokens."
        )
    return _Permission("custom", lambda to, source: table[to, source])


@dataclass(frozen=True)
class _Comparison:
    """One run: these input tokens are replaced; these output tokens, which may read none of them, keep every bit."""

    replaced: list[int]
    compared: list[int]


@dataclass(frozen=True)
class _Design:
    comparisons: list[_Comparison]
    out_of: int | None
    """How many cuts there are, where not all of them are tried."""


_ALL_CUTS_UP_TO = 256
_SAMPLED_CUTS = 32


def _design(permission: _Permission, outputs: Sequence[int], inputs: int) -> _Design:
    """The runs that test every ordered pair that must not be read.

    Token independence takes 2 ceil(log2 N) runs: two different tokens differ in some bit of their index, so one of the
    runs replaces the one and compares the other. A causal mask takes one run for each cut: replace all tokens >= t,
    compare those < t. A table takes one for each distinct set of forbidden tokens. Beyond 256 cuts 32 are spread
    evenly.
    """
    if permission.name == "full":
        return _Design([], None)
    if permission.name == "none":
        return _Design(_useful(_bit_comparisons(outputs, inputs)), None)
    forbidden = permission.forbidden(outputs, inputs)
    if permission.name == "custom":
        cuts = [row.nonzero().reshape(-1).tolist() for row in torch.unique(forbidden, dim=0) if row.any()]
    else:
        cuts = [list(range(first, inputs)) for first in range(inputs)]
    tried = _spread(len(cuts), len(cuts) if len(cuts) <= _ALL_CUTS_UP_TO else _SAMPLED_CUTS)
    comparisons = [
        _Comparison(cuts[at], [to for to, row in zip(outputs, forbidden) if row[cuts[at]].all()]) for at in tried
    ]
    return _Design(_useful(comparisons), len(cuts) if len(tried) < len(cuts) else None)


def _bit_comparisons(outputs: Sequence[int], inputs: int) -> Iterator[_Comparison]:
    for bit in range((inputs - 1).bit_length() if inputs else 0):
        for value in (0, 1):
            replaced = [token for token in range(inputs) if (token >> bit) & 1 == value]
            yield _Comparison(replaced, [token for token in outputs if (token >> bit) & 1 != value])


def _useful(comparisons: Iterable[_Comparison]) -> list[_Comparison]:
    return [comparison for comparison in comparisons if comparison.replaced and comparison.compared]


def _spread(length: int, count: int) -> list[int]:
    """`count` indices below `length`, evenly spread, both ends among them; all of them where there are no more."""
    if length <= count:
        return list(range(length))
    return [math.floor(i * (length - 1) / (count - 1) + 0.5) for i in range(count)]


# ---------------------------------------------------------------------------------------------------------------------
# The search for leaks
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Options:
    allowed: Allowed
    labels: Labels | None
    token_axis: int | None
    ignore_rows: tuple[int, ...]
    special_ids: tuple[int, ...]

    def run(self, subject: Subject, x: Tensor) -> _ProbeRun:
        return _ProbeRun(subject, x, token_axis=self.token_axis, special_ids=self.special_ids)


@dataclass(frozen=True)
class _FoundLeak:
    """One output token that moved when input tokens were replaced that it may not read."""

    replaced: list[int]
    """One token, unless only several together show the leak."""
    to: int
    amount: float | None
    magnitude: int


@dataclass(frozen=True)
class _Search:
    permission: _Permission
    design: _Design
    compared: frozenset[int]
    leaks: list[_FoundLeak]
    """At most one for each comparison."""
    obstacle: str | None
    """Why nothing can be said where no leak is shown."""


def _search_leaks(run: _ProbeRun, options: _Options, stop_at_first: bool) -> _Search:
    permission = _permission(options.allowed, run.output_tokens, run.layout.tokens)
    outputs = _compared_tokens(run.output_tokens, options.ignore_rows)
    design = _design(permission, outputs, run.layout.tokens)
    leaks: list[_FoundLeak] = []
    for comparison in design.comparisons if run.is_repeatable else []:
        leak = _find_leak(run, comparison)
        if leak is not None:
            leaks.append(leak)
            if stop_at_first:
                break
    return _Search(permission, design, frozenset(outputs), leaks, _obstacle(run, outputs, design, permission.name))


def _compared_tokens(count: int, ignored: Sequence[int]) -> list[int]:
    for row in ignored:
        if not 0 <= row < count:
            raise ValueError(f"ignore_rows names token {row}, but the output has {count} tokens, counted from 0.")
    return [token for token in range(count) if token not in set(ignored)]


def _obstacle(run: _ProbeRun, outputs: list[int], design: _Design, allowed: str) -> str | None:
    if not run.is_repeatable:
        return "two equal runs differed"
    nan = _rows(_float64(run.base), run.output_axis).isnan().any(1)
    for row in outputs:
        if nan[row]:
            return f"output token {row} is NaN on the unchanged input; leave it out with ignore_rows or repair it"
    if run.layout.tokens == 0:
        return "the input has no tokens"
    if run.base.numel() == 0:
        return "the output holds no numbers"
    if not design.comparisons and allowed != "full":
        one = run.layout.tokens == 1
        return "there is only one token, so there is no other to read" if one else "no pair is forbidden"
    return None


def _find_leak(run: _ProbeRun, comparison: _Comparison) -> _FoundLeak | None:
    """The first leak that a comparison shows, at the output token that moves most, its cause narrowed by bisection."""
    for magnitude in range(len(MAGNITUDES)):
        changes = run.changes(comparison.replaced, magnitude)
        moved = [row for row in comparison.compared if changes.changed[row]]
        if moved:
            to = max(moved, key=lambda row: changes.amount[row].item())
            return _narrow_down(run, _FoundLeak(comparison.replaced, to, changes.amount[to].item(), magnitude))
    return None


def _narrow_down(run: _ProbeRun, leak: _FoundLeak) -> _FoundLeak:
    """Halves the replaced tokens while one half alone still moves the row: a quantiser may need many at once."""
    middle = len(leak.replaced) // 2
    for half in (leak.replaced[:middle], leak.replaced[middle:]) if middle else ():
        changes = run.changes(half, leak.magnitude)
        if changes.changed[leak.to]:
            return _narrow_down(run, replace(leak, replaced=half, amount=changes.amount[leak.to].item()))
    return leak


@dataclass(frozen=True)
class _Matrix:
    """Largest |change| of each output token (row) when each input token (column) alone is replaced."""

    outputs: list[int]
    inputs: list[int]
    amount: Tensor
    magnitude: Tensor
    """-1 where every bit was kept, else the index of the replacement size that moved the row most."""


_WHOLE_UP_TO = 256
_SAMPLED_TOKENS = 64
_MOST_LEAKS_SHOWN = 16


def _influence_matrix(run: _ProbeRun, seen: Sequence[_FoundLeak]) -> _Matrix:
    """In full up to N = 256, else of 64 tokens spread evenly and the tokens of the first leaks that were seen.

    Rows and columns are the same tokens, so that a token and its neighbour that reads it meet.
    """
    named = [token for leak in seen[:_MOST_LEAKS_SHOWN] for token in (leak.to, leak.replaced[0])]
    outputs, inputs = _sample(run.output_tokens, named), _sample(run.layout.tokens, named)
    amount = torch.zeros(len(outputs), len(inputs), dtype=torch.float64)
    magnitude = torch.full(amount.shape, -1)
    for column, token in enumerate(inputs):
        for size in range(len(MAGNITUDES)):
            changes = run.changes([token], size)
            moved, by = changes.changed[outputs], changes.amount[outputs]
            larger = moved & ((magnitude[:, column] < 0) | (by > amount[:, column]))
            amount[larger, column] = by[larger]
            magnitude[larger, column] = size
    return _Matrix(outputs, inputs, amount, magnitude)


def _sample(count: int, named: Sequence[int]) -> list[int]:
    if count <= _WHOLE_UP_TO:
        return list(range(count))
    return sorted({*_spread(count, _SAMPLED_TOKENS), *(token for token in named if token < count)})


def _sample_words(matrix: _Matrix, run: _ProbeRun) -> str | None:
    """Which tokens the matrix shows, where it does not show all."""
    tokens, inputs, outputs = run.layout.tokens, len(matrix.inputs), len(matrix.outputs)
    if inputs == tokens and outputs == run.output_tokens:
        return None
    if matrix.inputs == matrix.outputs:
        return f"Rows and columns of the matrix are the same {_chosen(inputs, tokens)}."
    rows, columns = _chosen(outputs, run.output_tokens), _chosen(inputs, tokens)
    return f"The rows of the matrix are {rows}; its columns are {columns}."


def _chosen(shown: int, count: int) -> str:
    if shown == count:
        return f"{count} tokens"
    if shown <= _SAMPLED_TOKENS:
        return f"{shown} of {count} tokens, spread evenly"
    named = f"{shown - _SAMPLED_TOKENS} more that leaks name"
    return f"{shown} of {count} tokens: {_SAMPLED_TOKENS} spread evenly, and {named}"


def _matrix_leaks(matrix: _Matrix, search: _Search) -> list[_FoundLeak]:
    """Every leak that the matrix shows, the largest first."""
    to = torch.tensor(matrix.outputs, dtype=torch.int64)[:, None]
    source = torch.tensor(matrix.inputs, dtype=torch.int64)[None]
    wrong = (matrix.magnitude >= 0) & ~search.permission.allows(to, source)
    leaks = [
        _FoundLeak([matrix.inputs[c]], matrix.outputs[r], matrix.amount[r, c].item(), int(matrix.magnitude[r, c]))
        for r, c in wrong.nonzero().tolist()
        if matrix.outputs[r] in search.compared
    ]
    return sorted(leaks, key=lambda leak: -(leak.amount or 0))


# ---------------------------------------------------------------------------------------------------------------------
# The gradient as the second witness
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _GradientWitness:
    passes: int
    leak: _FoundLeak | None


_MOST_PASSES = 16


def _gradient_witness(run: _ProbeRun, comparisons: list[_Comparison]) -> _GradientWitness | None:
    """The gradient of the compared tokens with respect to the replaced ones must be exactly zero.

    Taken of a random combination of their outputs, it sees a leak that rounding hides from the bits, and is blind to
    detached statistics. (The gradient of the plain sum is wrong here: the outputs of a LayerNorm sum to a constant.)
    None for ids and where the output has no gradient.
    """
    if run.layout.ids is not None:
        return None
    tried = [comparisons[at] for at in _spread(len(comparisons), _MOST_PASSES)]
    for passes, comparison in enumerate(tried, start=1):
        steepness = _steepness(run, comparison.compared)
        if steepness is None:
            return None
        source = max(comparison.replaced, key=lambda token: steepness[token].item())
        if steepness[source] > 0:
            to = _reader(run, comparison.compared, source)
            return _GradientWitness(passes, _FoundLeak([source], to, None, 0))
    return _GradientWitness(len(tried), None)


def _steepness(run: _ProbeRun, outputs: Sequence[int]) -> Tensor | None:
    """Largest |gradient| of each input token, [N]. The parameters' own gradients stay as they are."""
    run.state.release()
    try:
        with torch.enable_grad():
            leaf = run.x.clone().requires_grad_()
            # Without a step between, a model that writes into its input would refuse a leaf that needs a gradient.
            output = run.forward(leaf * 1)
            if not output.requires_grad:
                return None
            (gradient,) = torch.autograd.grad(output, leaf, _cotangent(run, output, outputs), allow_unused=True)
    finally:
        run.state.release()
    if gradient is None:
        return None
    rows = _rows(_float64(gradient), run.layout.token_axis).abs().nan_to_num(nan=0.0, posinf=math.inf)
    return rows.amax(1)


def _cotangent(run: _ProbeRun, output: Tensor, outputs: Sequence[int]) -> Tensor:
    values = _ProbeRandom(output.numel()).normal(output.numel()).reshape(output.shape).to(output.dtype)
    kept = torch.zeros(output.shape[run.output_axis], dtype=torch.bool)
    kept[list(outputs)] = True
    shape = [-1 if axis == run.output_axis else 1 for axis in range(output.dim())]
    return (values * kept.reshape(shape)).to(output.device)


def _reader(run: _ProbeRun, outputs: list[int], source: int) -> int:
    """Narrows the output tokens down to one whose gradient reaches `source`."""
    while len(outputs) > 1:
        first = outputs[: len(outputs) // 2]
        steepness = _steepness(run, first)
        reaches = steepness is not None and steepness[source] > 0
        outputs = first if reaches else outputs[len(first) :]
    return outputs[0]


# ---------------------------------------------------------------------------------------------------------------------
# Where a leak starts
# ---------------------------------------------------------------------------------------------------------------------


@dataclass
class _Step:
    """One op, or one module as a whole, of a traced run, with a digest of the numbers that must not move."""

    op: str
    frames: tuple[_Frame, ...]
    shape: tuple[int, ...]
    numel: int
    input_digests: tuple[int, ...]
    output_digests: tuple[int, ...]
    sources: tuple[int, ...]
    """For each input the number of the step that made it, -1 for a tensor that was there before."""
    is_inverse: bool = False
    """1 / x, in one of its spellings."""


@dataclass(frozen=True)
class _Kept:
    """Says for a tensor somewhere inside a model which of its numbers belong to the tokens that must not move.

    Every axis of length N counts as a token axis (attention scores have two), one of length B N as one that was
    flattened; a tensor without any holds no single token's numbers, and all of it counts. Where C or the number of
    heads happens to be N, fewer numbers are looked at, never other tokens'.
    """

    layout: _Layout
    tokens: frozenset[int]

    def digest(self, values: Tensor) -> int:
        """64 bits that change when a kept number does."""
        if values.layout is not torch.strided or values.is_nested or values.is_quantized or values.is_meta:
            return 0
        bits = _bits(self.select(values)).reshape(-1).to(torch.int64)
        place = torch.arange(1, bits.numel() + 1, device=bits.device) * 0x2545F4914F6CDD1D
        return int((bits * (place ^ (place >> 29) | 1)).sum())

    def select(self, values: Tensor) -> Tensor:
        tokens, batch = self.layout.tokens, self.layout.batch
        has_token_axis = tokens in values.shape
        for axis, size in enumerate(values.shape):
            if size == tokens:
                values = self._pick(values, axis, sorted(self.tokens))
            elif not has_token_axis and size == tokens * batch:
                values = self._pick(values, axis, [at for at in range(size) if self._token_at(at) in self.tokens])
        return values

    def _token_at(self, flat: int) -> int:
        batch_first = self.layout.batch_axis is not None and self.layout.batch_axis < self.layout.token_axis
        return flat % self.layout.tokens if batch_first else flat // self.layout.batch

    @staticmethod
    def _pick(values: Tensor, axis: int, indices: list[int]) -> Tensor:
        return values.index_select(axis, torch.tensor(indices, dtype=torch.int64, device=values.device))


def _inverts(call: _OpCall) -> bool:
    if call.name in ("rsqrt", "reciprocal"):
        return True
    exponent = call.args[1] if call.name == "pow" and len(call.args) > 1 else 0
    return isinstance(exponent, (int, float)) and exponent < 0


class _StepRecorder(_Listener):
    """Records the steps of a run as digests, so that two long runs can be compared without keeping either."""

    def __init__(self, kept: _Kept) -> None:
        self.kept = kept
        self.ops: list[_Step] = []
        self.modules: list[_Step] = []
        self._open: list[tuple[int, ...]] = []
        self._frames: list[_Frame] = []
        self._makers = WeakTensorKeyDictionary()

    def before_op(self, name: str, inputs: list[Tensor]) -> Any:
        # Before, because an op may write into its inputs.
        return self._digests(inputs), tuple(self._makers.get(tensor, -1) for tensor in inputs)

    def after_op(self, before: Any, call: _OpCall) -> None:
        digests, sources = before
        first = call.outputs[0] if call.outputs else torch.empty(0)
        self.ops.append(
            _Step(
                call.name,
                call.frames,
                tuple(first.shape),
                first.numel(),
                digests,
                self._digests(call.outputs),
                sources,
                _inverts(call),
            )
        )
        for tensor in call.outputs:
            self._makers[tensor] = len(self.ops) - 1

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None:
        self._frames.append(frame)
        self._open.append(self._digests(_tensors_in(args)))

    def leave(self, frame: _Frame, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        outputs = _tensors_in(output.values() if isinstance(output, Mapping) else (output,))
        first = outputs[0] if outputs else torch.empty(0)
        frames = tuple(self._frames)
        digests = self._digests(outputs)
        shape = tuple(first.shape)
        self.modules.append(_Step(frame.kind, frames, shape, first.numel(), self._open.pop(), digests, ()))
        self._frames.pop()

    def _digests(self, tensors: Iterable[Tensor]) -> tuple[int, ...]:
        return tuple(self.kept.digest(tensor) for tensor in tensors)


# Ops that give their input's numbers back in another shape or order, or a copy of them.
_VIEWS = frozenset(
    "alias clone contiguous detach expand permute reshape reshape_alias squeeze t to_copy transpose unsafe_view "
    "unsqueeze view copy lift_fresh".split()
)


_Place = tuple[Optional[str], Optional[str], Cause]
"""Module, op and cause."""

_NOWHERE: _Place = (None, None, "other")


def _localise(run: _ProbeRun, leak: _FoundLeak, permission: _Permission) -> _Place:
    """Module, op and cause of a leak: the first step whose kept inputs keep every bit and whose kept output does not.

    Looked for among the ops (module hooks alone would blame a whole block for a mask that is off by one), on the way
    to the output first; where the ops of the run cannot be followed, among its modules.
    """
    forbidden = permission.forbidden(list(range(run.output_tokens)), run.layout.tokens)
    clean = forbidden[:, leak.replaced].all(1).nonzero().reshape(-1).tolist()
    # What the leaking token may be made of: itself and the tokens that it may read.
    kept = _Kept(run.layout, frozenset(token for token in clean if token == leak.to or not forbidden[leak.to, token]))
    if leak.amount is None:
        return _place_by_gradient(run, leak, kept)
    before, after = _StepRecorder(kept), _StepRecorder(kept)
    run.trace(before, run.x)
    run.trace(after, run.replaced(leak.replaced, leak.magnitude))
    culprit = _culprit(before.ops, after.ops)
    if culprit is not None:
        step = before.ops[culprit]
        return _place_of(step), step.op, _cause_of(culprit, before.ops)
    module = _culprit(before.modules, after.modules)
    if module is None:
        return _NOWHERE
    step = before.modules[module]
    return _place_of(step), step.op, _cause_of(module, before.modules)


class _GraphRecorder(_StepRecorder):
    """The steps of a run with a graph, and their tensors, whose gradients can be asked for afterwards."""

    def __init__(self, kept: _Kept) -> None:
        super().__init__(kept)
        self.tensors: list[tuple[list[Tensor], list[Tensor]]] = []

    def after_op(self, before: Any, call: _OpCall) -> None:
        super().after_op(before, call)
        self.tensors.append((call.inputs, call.outputs))


def _place_by_gradient(run: _ProbeRun, leak: _FoundLeak, kept: _Kept) -> _Place:
    """The first step, on the way to the output, whose kept output has a gradient of the replaced tokens, its inputs none.

    For a leak that rounding hides from every bit. One backward pass for each step on the way.
    """
    recorder = _GraphRecorder(kept)
    known: dict[int, bool] = {}
    run.state.release()
    try:
        with torch.enable_grad():
            leaf = run.x.clone().requires_grad_()
            values = leaf * 1
            with _traced(recorder):
                run.forward(values)

            def moves(tensor: Tensor) -> bool:
                if id(tensor) not in known:
                    known[id(tensor)] = _reaches(run, kept, tensor, leaf, leak.replaced)
                return known[id(tensor)]

            path = _path_to_output(recorder.ops, [True] * len(recorder.ops))
            for at in sorted(path):
                inputs, outputs = recorder.tensors[at]
                if any(map(moves, outputs)) and not any(map(moves, inputs)):
                    return _place_of(recorder.ops[at]), recorder.ops[at].op, _cause_of(at, recorder.ops)
    finally:
        run.state.release()
    return _NOWHERE


def _reaches(run: _ProbeRun, kept: _Kept, tensor: Tensor, leaf: Tensor, sources: Sequence[int]) -> bool:
    """Whether the kept numbers of a tensor have a gradient with respect to some tokens of the input."""
    if not tensor.requires_grad:
        return False
    numbers = kept.select(tensor)
    random = _ProbeRandom(numbers.numel()).normal(numbers.numel()).reshape(numbers.shape).to(numbers)
    (gradient,) = torch.autograd.grad((numbers * random).sum(), leaf, retain_graph=True, allow_unused=True)
    return gradient is not None and bool((_rows(gradient, run.layout.token_axis)[list(sources)] != 0).any())


def _place_of(step: _Step) -> str | None:
    return step.frames[-1].name if step.frames else None


def _culprit(before: list[_Step], after: list[_Step]) -> int | None:
    """Index of the step in which the leak starts; None where the two runs took different ways."""
    if [(step.op, step.shape) for step in before] != [(step.op, step.shape) for step in after]:
        return None
    moved = [old.output_digests != new.output_digests for old, new in zip(before, after)]
    starts = [
        at
        for at, (old, new) in enumerate(zip(before, after))
        if moved[at] and old.input_digests == new.input_digests and old.op not in _VIEWS
    ]
    on_path = _path_to_output(before, moved)
    return next((at for at in starts if at in on_path), starts[0] if starts else None)


def _path_to_output(steps: list[_Step], moved: list[bool]) -> set[int]:
    """The steps with a moved output that the run's last one depends on."""
    path: set[int] = set()
    pending = [len(steps) - 1]
    while pending:
        at = pending.pop()
        if at >= 0 and at not in path and moved[at]:
            path.add(at)
            pending.extend(steps[at].sources)
    return path


_ATTENTION = re.compile("attention|softmax|attn", re.IGNORECASE)
_NORM = re.compile("norm", re.IGNORECASE)
_REDUCTIONS = frozenset("mean var std sum max min amax amin aminmax linalg_vector_norm norm var_mean std_mean".split())
_PRODUCTS = frozenset("bmm mm matmul baddbmm addmm".split())


def _cause_of(at: int, steps: list[_Step]) -> Cause:
    """What lets a token read another: statistics that pool, an attention mask, or something else that mixes tokens.

    Attention in any spelling reads "mask", never "norm"; a reduction is a norm's when its result is later subtracted or
    divided by (adding it, or gating by it, is mixing).
    """
    step = steps[at]
    if step.op in _REDUCTIONS:
        return _cause_of_reduction(at, steps)
    if _ATTENTION.search(step.op):
        return "mask"
    if _NORM.search(step.op):
        return "norm"
    if step.op in _PRODUCTS or _is_inside(step, _ATTENTION):
        return "mask"
    return "norm" if _is_inside(step, _NORM) else "other"


def _cause_of_reduction(at: int, steps: list[_Step]) -> Cause:
    """A softmax that is written out by hand sums what exp made, or takes exp of scores less their largest."""
    if any(maker >= 0 and steps[maker].op == "exp" for maker in steps[at].sources):
        return "mask"
    use = _statistic_use(at, steps)
    if use is not None:
        return "mask" if any(step.op == "exp" and use in step.sources for step in steps[use + 1 :]) else "norm"
    return "norm" if _is_inside(steps[at], _NORM) else "other"


def _statistic_use(at: int, steps: list[_Step]) -> int | None:
    """The step that centres or scales something larger by a result, perhaps after a root, a shift by eps or a view."""
    derived = {at: False}
    for number, step in enumerate(steps[at + 1 :], start=at + 1):
        source = next((place for place, maker in enumerate(step.sources) if maker in derived), None)
        if source is None:
            continue
        inverse = derived[step.sources[source]] or step.is_inverse or (step.op == "div" and source == 1)
        if step.numel > steps[at].numel and step.op not in _VIEWS:
            return number if step.op in ("sub", "rsub") or (inverse and step.op != "add") else None
        derived[number] = inverse
    return None


def _is_inside(step: _Step, name: re.Pattern[str]) -> bool:
    return any(name.search(frame.kind) for frame in step.frames)


_MOST_FOLLOWED = 16


def _placed(run: _ProbeRun, leaks: list[_FoundLeak], permission: _Permission) -> list[Leak]:
    """The place of each leak: the largest are followed one by one, each in two traced runs, since a wrong mask and a
    wrong norm may leak side by side. The others get the place that all of these agree on, or none.
    """
    places = [_localise(run, leak, permission) for leak in leaks[:_MOST_FOLLOWED]]
    others = places[0] if places and all(place == places[0] for place in places) else _NOWHERE
    placed = [*places, *[others] * (len(leaks) - len(places))]
    return [Leak(leak.replaced[0], leak.to, leak.amount, *place) for leak, place in zip(leaks, placed)]


# ---------------------------------------------------------------------------------------------------------------------
# Further checks: other sequences, other lengths, each norm alone, the other mode
# ---------------------------------------------------------------------------------------------------------------------


def _not_checked(title: str, error: Exception) -> Further:
    return Further(title, "cannot tell", f"not checked: {error}")


@dataclass(frozen=True)
class _Sequences:
    further: Further
    leak: Leak | None


def _check_sequences(run: _ProbeRun) -> _Sequences | None:
    """Replaces sequence 0 of the batch and compares all others; with B = 1 a second sequence is added.

    A norm over the batch shows nothing within a sequence, and gives only zeros for a batch of one.
    """
    title = "Other sequences"
    if run.layout.batch_axis is None:
        return None
    try:
        leak = _sequence_leak(run, run.layout.batch_axis)
    except Exception as error:
        return _Sequences(_not_checked(title, error), None)
    if leak is None:
        words = f"no sequence reads another: {len(MAGNITUDES)} runs, bit for bit, on this input"
        return _Sequences(Further(title, "no leak found", words), None)
    words = f"reads other sequences: sequence {leak.to} reads sequence {leak.from_}"
    return _Sequences(Further(title, "leak shown", words), leak)


def _sequence_leak(run: _ProbeRun, axis: int) -> Leak | None:
    x = run.x
    if run.layout.batch == 1:
        x = torch.cat([x, _replacement_values(x, run.layout.ids, run.special_ids)[0]], dim=axis)
    base = run.execute(x)
    if axis >= base.dim() or base.shape[axis] != x.shape[axis]:
        raise ValueError(f"the output {list(base.shape)} does not have the input's batch axis")
    if not _same_bits(base, run.execute(x)):
        raise ValueError("two equal runs differed")
    for values in _replacement_values(x, run.layout.ids, run.special_ids):
        changes = _row_changes(base, run.execute(_replace_at(x, values, axis, [0])), axis)
        others = changes.changed[1:].nonzero()
        if len(others):
            to = int(others[0]) + 1
            return Leak(0, to, changes.amount[to].item(), None, None, "other")
    return None


def _check_lengths(run: _ProbeRun) -> Further:
    """Compares f(x[:t]) with f(x)[:t]: a probe at one length cannot see that a result depends on N.

    Not bit for bit: a right model differs by 6e-7 of its largest output between lengths, because its matrix products
    are cut up differently. Tolerance: 1e-5 of it, 16 roundings of a shorter dtype, or what 16 roundings of the input
    bring about in this model.
    """
    title, tokens = "Lengths", run.layout.tokens
    if run.is_random:
        return Further(title, "cannot tell", "not checked: the run draws random numbers, others for another length")
    lengths = sorted(length for length in {1, tokens // 2, tokens - 1} if 1 <= length < tokens)
    try:
        leaking = next((length for length in lengths if _differs_at(run, length)), None)
    except Exception as error:
        return _not_checked(title, error)
    if leaking is None:
        tried = ", ".join(map(str, lengths))
        words = f"the first tokens come out the same for the shorter inputs of {tried} tokens"
        return Further(title, "no leak found", words)
    words = f"the first {leaking} of {tokens} tokens come out otherwise when the later ones are left out"
    return Further(title, "leak shown", words)


def _differs_at(run: _ProbeRun, length: int) -> bool:
    short = run.execute(run.x.narrow(run.layout.token_axis, 0, length))
    full = run.base.narrow(run.output_axis, 0, length)
    if short.shape != full.shape:
        raise ValueError(f"{length} tokens in give the shape {list(short.shape)}")
    rounding = torch.finfo(full.dtype).eps if full.is_floating_point() else 0.0
    difference = _relative_difference(full, short)
    if difference <= max(1e-5, 16 * rounding):
        return False
    return not difference <= 16 * _rounding_effect(run)


def _relative_difference(expected: Tensor, found: Tensor) -> float:
    """Largest |difference|, in units of the largest |expected| number."""
    exact = _float64(expected)
    scale = exact.abs().nan_to_num().max().item()
    largest = (exact - _float64(found)).abs().max().item()
    return largest / scale if scale and largest else largest


def _rounding_effect(run: _ProbeRun) -> float:
    """How far outputs move when every input number is rounded once; 0 for ids, which cannot be."""
    if not run.x.is_floating_point():
        return 0.0
    signs = (_ProbeRandom(run.base.numel()).uniform(run.x.numel()) < 0.5).reshape(run.x.shape).to(run.x.device)
    factor = 1 + torch.where(signs, -1, 1) * torch.finfo(run.x.dtype).eps
    return _relative_difference(run.base, run.execute(run.x * factor.to(run.x.dtype)))


_MOST_STEPS = 16


def _check_cached_decoding(run: _ProbeRun) -> Further | None:
    """Compares decoding with cached keys and values, one token at a time as in generation, with the run on all tokens.

    To 1e-5 of the largest output, or 16 roundings of a shorter dtype. A difference is no leak by itself: the cache or
    the positions may be wrong. None for a model that does not take and give `past_key_values` as transformers' do.
    """
    title, model, layout = "Cached decoding", run.subject, run.layout
    if not isinstance(model, nn.Module) or layout.ids is None or layout.batch_axis != 0 or layout.tokens < 2:
        return None
    if not {"past_key_values", "use_cache"} <= set(inspect.signature(model.forward).parameters):
        return None
    if run.is_random:
        return Further(title, "cannot tell", "not checked: the run draws random numbers")
    try:
        differing = _cached_difference(run, model)
    except Exception as error:
        return _not_checked(title, error)
    finally:
        run.state.release()
    if differing is None:
        return None
    token, difference = differing
    if difference <= _cache_tolerance(run):
        return Further(title, "no leak found", "gives the same as all tokens at once")
    words = f"token {token} comes out otherwise, by {difference:.1e} of the largest output"
    return Further(title, "cannot tell", f"{words}: the cache or the positions are wrong, or it reads later tokens")


def _cache_tolerance(run: _ProbeRun) -> float:
    return max(1e-5, 16 * torch.finfo(run.base.dtype).eps) if run.base.is_floating_point() else 0.0


def _cached_difference(run: _ProbeRun, model: nn.Module) -> tuple[int, float] | None:
    """The first token that differs beyond the tolerance, else the one with the largest difference."""
    tokens = run.layout.tokens
    cache, start, worst = None, 0, (0, 0.0)
    for end in range(max(1, tokens - _MOST_STEPS), tokens + 1):
        with torch.no_grad():
            output = model(run.x[..., start:end], past_key_values=cache, use_cache=True)
        cache = output.get("past_key_values") if isinstance(output, Mapping) else None
        if cache is None:
            return None
        found = _first_tensor(output, _name_of(model))
        difference = _relative_difference(run.base.narrow(run.output_axis, start, end - start), found)
        worst = max(worst, (end - 1, difference), key=lambda one: one[1])
        if difference > _cache_tolerance(run):
            break
        start = end
    return worst


@dataclass(frozen=True)
class _LeakingNorm:
    path: str
    leak: _FoundLeak


@dataclass(frozen=True)
class _NormsAlone:
    leaking: list[_LeakingNorm]
    tried: int = 0
    """How many were told on, the right ones among them."""
    untold: tuple[str, ...] = ()
    """Those that could not be run alone."""


@dataclass(frozen=True)
class _RecordedNorm:
    """One norm that ran, and the norm as a function of its input."""

    path: str
    module: nn.Module | None
    input: Tensor
    alone: Callable[[Tensor], Any]
    is_channels_first: bool


class _NormRecorder(_Listener):
    """Each norm module at its first call, and the norm functions that are called outside of one."""

    def __init__(self) -> None:
        self.found: dict[Any, _RecordedNorm] = {}
        self._open: list[tuple[nn.Module, Tensor]] = []

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None:
        if args and isinstance(args[0], Tensor) and _is_norm(frame.module):
            self._open.append((frame.module, args[0].detach().clone()))

    def leave(self, frame: _Frame, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        module = frame.module
        if not self._open or self._open[-1][0] is not module:
            return
        x = self._open.pop()[1]

        def alone(values: Tensor) -> Any:
            return module(values, *args[1:], **kwargs)

        self.found.setdefault(module, _RecordedNorm(frame.name, module, x, alone, _is_channels_first(module)))

    def after_op(self, before: Any, call: _OpCall) -> None:
        if self._open or call.name not in _NORM_OPS:
            return
        found, args = _function_call(call), call.args
        if found.kind == "group_norm":
            alone = partial(nn.functional.group_norm, num_groups=args[6])
        else:
            alone = partial(nn.functional.layer_norm, normalized_shape=args[1])
        where = f"{call.frames[-1].name}, " if call.frames else ""
        path = f"{where}op {found.kind}"
        number = len(self.found)
        self.found[number] = _RecordedNorm(path, None, found.input, alone, found.is_channels_first)


def _norms_alone(run: _ProbeRun, is_only_witness: bool) -> _NormsAlone:
    """Runs each norm of the model alone on its recorded input, with that input's tokens replaced.

    Where every norm is wrong the run as a whole shows the first only, and in a bidirectional model, where every token
    may read all others, nothing else can show it: then the subject itself counts, where it is a norm, and the norm
    functions outside of any norm module. Elsewhere the run as a whole shows those.
    """
    recorder = _NormRecorder()
    run.trace(recorder, run.x, ops=is_only_witness)
    norms = [norm for norm in recorder.found.values() if is_only_witness or norm.module is not run.subject]
    told = [(norm, _leak_alone(run, norm)) for norm in norms]
    leaking = [_LeakingNorm(norm.path, leak) for norm, leak in told if isinstance(leak, _FoundLeak)]
    untold = tuple(norm.path for norm, leak in told if leak is False)
    return _NormsAlone(leaking, len(norms) - len(untold), untold)


def _leak_alone(run: _ProbeRun, norm: _RecordedNorm) -> _FoundLeak | Literal[False] | None:
    """None for a norm that keeps every token apart; False for one that cannot be run alone."""
    x = norm.input
    axes = _token_axes(tuple(x.shape), run.layout, norm.is_channels_first)
    if axes is None or not bool(torch.isfinite(x).all()):
        return False
    alone = _ProbeRun(norm.module or norm.alone, x, token_axis=axes.token, call=norm.alone)
    tokens = alone.output_tokens
    if not alone.is_repeatable or tokens != alone.layout.tokens:
        return False
    design = _design(_permission("none", tokens, tokens), list(range(tokens)), tokens)
    return next((leak for one in design.comparisons if (leak := _find_leak(alone, one)) is not None), None)


def _check_modes(found: _Investigation, subject: Subject, options: _Options) -> Further | None:
    """BatchNorm pools while training and uses frozen statistics in eval: both modes are told."""
    modules = found.run.facts.modules
    dependent = [module for module in modules if _keeps_running_statistics(module)]
    if not dependent:
        return None
    training = dependent[0].training
    title = "Training and eval mode"
    try:
        with _other_mode(modules):
            run = options.run(subject, found.run.x)
            search = _search_leaks(run, options, stop_at_first=True)
            verdict, message = _judge(search, search.leaks[:1], run.runs, None, None, [], found.texts)
    except Exception as error:
        return _not_checked(title, error)
    own = _mode_words(training, found.verdict, found.message)
    words = [own, _mode_words(not training, verdict, message)]
    both = verdict if verdict == "leak shown" else found.verdict
    return Further(title, both, "; ".join(reversed(words) if training else words))


def _keeps_running_statistics(module: nn.Module) -> bool:
    return any(name.startswith("running") and buffer is not None for name, buffer in module._buffers.items())


@contextmanager
def _other_mode(modules: Iterable[nn.Module]) -> Iterator[None]:
    before = [(module, module.training) for module in modules]
    try:
        for module, training in before:
            module.training = not training
        yield
    finally:
        for module, training in before:
            module.training = training


def _mode_words(training: bool, verdict: Verdict, message: str) -> str:
    mode = "train" if training else "eval"
    if verdict == "leak shown":
        return f"{mode}: {message.removeprefix('leak shown: ')}"
    if verdict == "cannot tell":
        return f"{mode}: {message}"
    return "train: no leak" if training else "eval: frozen statistics, no leak"


# ---------------------------------------------------------------------------------------------------------------------
# One investigation, and what may be said of it
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Investigation:
    run: _ProbeRun
    search: _Search
    matrix: _Matrix | None
    """None in a quick investigation."""
    leaks: list[_FoundLeak]
    gradient: _GradientWitness | None
    sequences: _Sequences | None
    lengths: Further | None
    cached: Further | None
    norms: _NormsAlone
    runs: int
    texts: list[str]
    verdict: Verdict = "cannot tell"
    message: str = ""


def _investigate(subject: Subject, x: Tensor, options: _Options, *, quick: bool) -> _Investigation:
    """Everything a verdict rests on. A quick one stops at the first leak and draws no matrix."""
    run = options.run(subject, x)
    texts = (_token_texts(options.labels, x, run.layout) or [[]])[0]
    search = _search_leaks(run, options, stop_at_first=quick)
    matrix = None if quick else _influence_matrix(run, search.leaks)
    leaks = _all_leaks(run, search, matrix)
    silent = not leaks and run.is_repeatable and run.base.numel() > 0
    runs = run.runs
    gradient = _gradient_witness(run, search.design.comparisons) if silent else None
    if gradient is not None and gradient.leak is not None:
        leaks = [gradient.leak]
    full, custom = (search.permission.name == name for name in ("full", "custom"))
    sequences = _check_sequences(run) if run.is_repeatable and run.base.numel() else None
    lengths = _check_lengths(run) if silent and run.layout.tokens > 1 and not full and not custom else None
    causal = search.permission.name == "causal"
    cached = _check_cached_decoding(run) if causal and silent and not quick else None
    norms = _NormsAlone([]) if quick and not full else _norms_alone(run, is_only_witness=full)
    verdict, message = _judge(search, leaks, runs, sequences, lengths, norms, texts)
    return _Investigation(
        run, search, matrix, leaks, gradient, sequences, lengths, cached, norms, runs, texts, verdict, message
    )


def _all_leaks(run: _ProbeRun, search: _Search, matrix: _Matrix | None) -> list[_FoundLeak]:
    """The pairs of the matrix, then what only several tokens together show."""
    pairs = [] if matrix is None or not run.is_repeatable else _matrix_leaks(matrix, search)
    known = {(leak.to, *leak.replaced) for leak in pairs}
    return pairs + [leak for leak in search.leaks if (leak.to, *leak.replaced) not in known]


def _judge(
    search: _Search,
    leaks: list[_FoundLeak],
    runs: int,
    sequences: _Sequences | None,
    lengths: Further | None,
    norms: _NormsAlone,
    texts: list[str],
) -> tuple[Verdict, str]:
    """One moved row shows a leak. No moved row proves nothing about other inputs, so the words say how many runs."""
    shown = _leak_words(search, leaks, sequences, lengths, norms, texts)
    if shown is not None:
        return "leak shown", f"leak shown: {shown}"
    obstacle = search.obstacle or _norm_obstacle(search, norms)
    if obstacle is not None:
        return "cannot tell", f"cannot tell: {obstacle}"
    if search.permission.name == "full":
        return "no leak found", "no leak found: every token may read every other one, and each norm alone reads none"
    tried, out_of = len(search.design.comparisons), search.design.out_of
    cuts = "" if out_of is None else f" ({tried} of {out_of} cuts, spread evenly)"
    return "no leak found", f"no leak found: {_plural(runs, 'run')}, bit for bit, on this input{cuts}"


def _norm_obstacle(search: _Search, norms: _NormsAlone) -> str | None:
    """Where every token may read every other one, the norms are all that can be judged."""
    if search.permission.name != "full":
        return None
    rest = "every token may read every other one"
    if norms.untold:
        return f"{rest}, and {norms.untold[0]} could not be run alone"
    return None if norms.tried else f"{rest}, and no norm was seen to run"


def _leak_words(
    search: _Search,
    leaks: list[_FoundLeak],
    sequences: _Sequences | None,
    lengths: Further | None,
    norms: _NormsAlone,
    texts: list[str],
) -> str | None:
    if leaks:
        return _pair_words(leaks[0], texts)
    if search.permission.name == "full" and norms.leaking:
        return f"{norms.leaking[0].path}, run alone: {_pair_words(norms.leaking[0].leak, texts)}"
    if sequences is not None and sequences.leak is not None:
        to, source = sequences.leak.to, sequences.leak.from_
        return f"sequence {to} reads sequence {source} (other sequences, not other tokens)"
    return lengths.message if lengths is not None and lengths.verdict == "leak shown" else None


def _pair_words(leak: _FoundLeak, texts: list[str]) -> str:
    """`token 3 reads token 7`, or the several that show it only together."""
    reader = _token_words(leak.to, texts)
    named = ", ".join(_token_words(token, texts) for token in leak.replaced[:3])
    if len(leak.replaced) == 1:
        return f"{reader} reads {named}"
    more = f" and {len(leak.replaced) - 3} more" if len(leak.replaced) > 3 else ""
    return f"{reader} reads {named}{more} (seen when they are replaced together)"


def _token_words(index: int, texts: list[str]) -> str:
    if index >= len(texts):
        return f"token {index}"
    return f"token {index} {json.dumps(texts[index], ensure_ascii=False)}"


def _further_verdicts(found: _Investigation, subject: Subject, options: _Options) -> list[Further]:
    """The verdicts beside the main one, in the order in which a reader asks."""
    modes = _check_modes(found, subject, options)
    norms = [
        Further(
            f"{norm.path} alone",
            "leak shown",
            f"on the input it had in this run, {_pair_words(norm.leak, found.texts)}",
        )
        for norm in found.norms.leaking
    ]
    sequences = found.sequences.further if found.sequences is not None else None
    return [further for further in (modes, *norms, sequences, found.lengths, found.cached) if further is not None]


def _notes_of(found: _Investigation, leaks: list[Leak]) -> list[str]:
    """What a reader of the result must know beside the verdict."""
    notes = []
    design = found.search.design
    if design.out_of is not None:
        notes.append(f"{len(design.comparisons)} of {design.out_of} cuts were tried, spread evenly.")
    sample = None if found.matrix is None else _sample_words(found.matrix, found.run)
    if sample is not None:
        notes.append(sample)
    for leak in [leak for leak in found.leaks if len(leak.replaced) > 1][:3]:
        notes.append(f"{_pair_words(leak, found.texts)}: no single one of them moves it.")
    if found.gradient is not None and found.gradient.leak is not None:
        unplaced = " In which op it starts is not known: in no single op does a gradient begin to reach what it must not."
        place = "" if any(leak.op for leak in leaks) else unplaced
        notes.append(f"Every bit was kept; only the gradient sees the leak, which rounding hides.{place}")
    elif found.gradient is not None and found.gradient.passes > 0:
        notes.append(f"The gradient with a random cotangent is exactly zero too ({found.gradient.passes} passes).")
    return notes


def _first_dependence(found: _Investigation) -> tuple[Leak, Literal["token", "batch"]]:
    if found.leaks:
        return _placed(found.run, found.leaks[:1], found.search.permission)[0], "token"
    if found.norms.leaking:
        norm = found.norms.leaking[0]
        return Leak(norm.leak.replaced[0], norm.leak.to, norm.leak.amount, norm.path, None, "norm"), "token"
    if found.sequences is not None and found.sequences.leak is not None:
        return found.sequences.leak, "batch"
    return Leak(found.run.layout.tokens - 1, 0, None, None, None, "other"), "token"


def _place_words(leak: Leak, axis: str) -> str:
    moved = "" if leak.amount is None else f"; replacing it moves the output by up to {_precise(leak.amount, 3)}"
    if leak.op is None or axis == "batch":
        return f"{moved}."
    module = "" if leak.module is None else f"{leak.module}, "
    return f"{moved}. It starts in {module}op {leak.op} (cause: {leak.cause})."


# ---------------------------------------------------------------------------------------------------------------------
# Normalisations: what counts as one, and which axes it reduces
# ---------------------------------------------------------------------------------------------------------------------

_BATCH_NORM = nn.modules.batchnorm._BatchNorm
_INSTANCE_NORM = nn.modules.instancenorm._InstanceNorm


@dataclass(frozen=True)
class _NormCall:
    """One normalisation that ran."""

    name: str
    kind: str
    input: Tensor
    output: Tensor
    axes: tuple[int, ...]
    is_stored: bool
    """Uses statistics of earlier batches (BatchNorm in eval)."""
    is_centered: bool
    """Subtracts the mean; RMSNorm does not. Told of torch's own norms only: others are known by what they give."""
    is_grouped: bool
    is_own_formula: bool
    """Not one of torch's norms: its formula is the one that gives its output, if any."""
    is_channels_first: bool
    eps: float | None
    scale: Tensor | None
    shift: Tensor | None


def _is_norm(module: nn.Module) -> bool:
    """A norm has "norm" in its class's name and no norm inside: a wrapper ("PreNorm") is none itself."""
    return bool(_NORM.search(type(module).__name__)) and not any(
        _NORM.search(type(inner).__name__) for inner in module.modules() if inner is not module
    )


def _is_channels_first(module: nn.Module | None) -> bool:
    """[B, C, N]: the convention of BatchNorm1d, GroupNorm and InstanceNorm1d."""
    return isinstance(module, (_BATCH_NORM, _INSTANCE_NORM, nn.GroupNorm))


def _own_axes(module: nn.Module, rank: int) -> tuple[int, ...] | None:
    """The axes that one of torch's own norms reduces; None for other classes."""
    if isinstance(module, (nn.LayerNorm, nn.RMSNorm)):
        return tuple(range(rank - len(module.normalized_shape), rank))
    if _uses_stored(module):
        return ()
    if isinstance(module, _INSTANCE_NORM):
        return tuple(range(min(2, rank - 1), rank))
    if isinstance(module, _BATCH_NORM):
        return (0, *range(2, rank))
    if isinstance(module, nn.GroupNorm):
        return tuple(range(1, rank))
    return None


def _uses_stored(module: nn.Module) -> bool:
    return not module.training and isinstance(getattr(module, "running_mean", None), Tensor)


_FUNCTIONS = frozenset("layer_norm rms_norm fused_rms_norm group_norm batch_norm instance_norm".split())
_USUAL_EPS = 1e-5  # of torch's batch_norm and instance_norm
_NORM_OPS = {"native_layer_norm": "layer_norm", "native_group_norm": "group_norm", "fused_rms_norm": "rms_norm"}


@dataclass
class _OpenNorm:
    frame: _Frame
    input: Tensor | None
    axes: set[int] = field(default_factory=set)
    functions: list[_NormCall] = field(default_factory=list)
    """Norm functions called in this module itself."""
    added: float | None = None
    """The small number that was added last: eps, where the formula with it gives the output."""
    calls_batch_norm: bool = False
    """Of instance_norm and batch_norm, which the dispatcher calls on another shape than they were given."""
    holds_norm: bool = False


class _NormCollector(_Listener):
    """Collects every normalisation of a run in order.

    Norm modules, norm functions called outside of one, and the modules that are `wanted`, by themselves or by path.
    """

    def __init__(self, wanted: list[nn.Module | str]) -> None:
        self.wanted = wanted
        self.seen: set[nn.Module | str] = set()
        self.calls: list[_NormCall] = []
        self._open: list[_OpenNorm] = []
        self._names: set[str] = set()

    def enter(self, frame: _Frame, args: tuple[Any, ...]) -> None:
        if self._is_wanted(frame) or _is_norm(frame.module):
            first = args[0] if args and isinstance(args[0], Tensor) else None
            self._open.append(_OpenNorm(frame, None if first is None else first.detach().clone()))

    def leave(self, frame: _Frame, args: tuple[Any, ...], kwargs: dict[str, Any], output: Any) -> None:
        if not self._open or self._open[-1].frame is not frame:
            return
        norm = self._open.pop()
        wanted = self._is_wanted(frame)
        values = norm.input if norm.input is not None else next(iter(_tensors_in(kwargs.values())), None)
        if norm.holds_norm and not wanted:
            return self._add(norm.functions)
        if values is None or not isinstance(output, Tensor) or values.shape != output.shape:
            return self._add(norm.functions)
        found = _own_call(norm, frame, values.detach(), output.detach())
        if found.axes or (wanted and not norm.functions) or found.is_stored:
            self._add([found])
        else:
            self._add(norm.functions)

    def after_op(self, before: Any, call: _OpCall) -> None:
        functions = [_function_call(call)] if call.name in _NORM_OPS else []
        if self._open:
            self._open[-1].axes.update(_reduced_axes(call, self._open[-1].input))
            self._open[-1].functions.extend(functions)
            self._open[-1].calls_batch_norm |= "batch_norm" in call.name
            if call.name == "add" and len(call.args) > 1 and isinstance(call.args[1], float) and 0 < call.args[1] < 0.1:
                self._open[-1].added = call.args[1]
        else:
            self._add(functions)

    def _add(self, calls: list[_NormCall]) -> None:
        if self._open:
            self._open[-1].holds_norm = True
        self.calls.extend(replace(call, name=self._free_name(call.name)) for call in calls)

    def _is_wanted(self, frame: _Frame) -> bool:
        matches = [layer for layer in self.wanted if layer is frame.module or layer == frame.path]
        self.seen.update(matches)
        return bool(matches)

    def _free_name(self, name: str) -> str:
        free, number = name, 1
        while free in self._names:
            number += 1
            free = f"{name}#{number}"
        self._names.add(free)
        return free


def _reduced_axes(call: _OpCall, whole: Tensor | None) -> set[int]:
    """The axes that a reduction of a norm's whole input runs over."""
    if call.name not in _REDUCTIONS or whole is None or not call.inputs or call.inputs[0].shape != whole.shape:
        return set()
    rank = whole.dim()
    at = 2 if call.name == "linalg_vector_norm" or call.name == "norm" else 1
    axes = call.args[at] if len(call.args) > at else call.kwargs.get("dim")
    if isinstance(axes, int) and not isinstance(axes, bool):
        return {axes % rank}
    return {axis % rank for axis in axes} if isinstance(axes, (list, tuple)) and axes else set(range(rank))


def _own_call(norm: _OpenNorm, frame: _Frame, x: Tensor, y: Tensor) -> _NormCall:
    """The call of a norm module; one that only wraps a norm function, as nanoGPT's LayerNorm, is that function."""
    module = _module_call(frame, x, y, tuple(sorted(norm.axes)))
    if not module.is_own_formula:
        return module
    inner = norm.functions[0] if len(norm.functions) == 1 else None
    if inner is not None and _same_bits(inner.input, x) and _same_bits(inner.output, y):
        return replace(inner, name=module.name, kind=module.kind)
    if module.eps is None and inner is not None:
        module = replace(module, eps=inner.eps)
    guess = replace(module, eps=norm.added)
    if module.eps is None and norm.added is not None and module.axes and _best_fit(guess) is not None:
        module = guess
    if module.axes or module.is_stored or not (norm.functions or norm.calls_batch_norm):
        return module
    # It calls a norm function on its input turned round: the axes are those that give its output.
    return replace(module, axes=_axes_by_output(module), eps=module.eps if module.eps is not None else _USUAL_EPS)


def _module_call(frame: _Frame, x: Tensor, y: Tensor, reduced: tuple[int, ...]) -> _NormCall:
    module = frame.module
    own = _own_axes(module, x.dim())
    eps = getattr(module, "eps", getattr(module, "variance_epsilon", None))
    weight, bias = getattr(module, "weight", None), getattr(module, "bias", None)
    return _NormCall(
        name=frame.name,
        kind=frame.kind,
        input=x,
        output=y.clone(),
        axes=reduced if own is None else own,
        is_stored=_uses_stored(module),
        is_centered=not isinstance(module, nn.RMSNorm),
        is_grouped=getattr(module, "num_groups", 1) > 1,
        is_own_formula=not type(module).__module__.startswith("torch.nn."),
        is_channels_first=_is_channels_first(module),
        eps=_eps_of(eps, module, x),
        scale=weight if isinstance(weight, Tensor) else None,
        shift=bias if isinstance(bias, Tensor) else None,
    )


def _eps_of(eps: Any, module: nn.Module, x: Tensor) -> float | None:
    if isinstance(eps, (int, float)):
        return float(eps)
    # RMSNorm(eps=None) uses the smallest step of the input's dtype.
    return torch.finfo(x.dtype).eps if isinstance(module, nn.RMSNorm) else None


def _function_call(call: _OpCall) -> _NormCall:
    """`F.layer_norm(x, normalized_shape, weight, bias, eps)` and its kin, by the arguments of their op."""
    kind = _NORM_OPS[call.name]
    x, y = call.inputs[0], call.outputs[0]
    rank = x.dim()
    grouped = kind == "group_norm"
    weight, bias = (call.args[1:3] if grouped else (*call.args[2:4], None))[:2]
    groups = call.args[6] if grouped else 1
    eps = call.args[-1]
    if kind == "rms_norm":
        bias = None
    return _NormCall(
        name=".".join(filter(None, (call.frames[-1].path if call.frames else "", kind))),
        kind=kind,
        input=x.detach().clone(),
        output=y.detach().clone(),
        axes=tuple(range(1, rank)) if grouped else tuple(range(rank - len(call.args[1]), rank)),
        is_stored=False,
        is_centered=kind != "rms_norm",
        is_grouped=groups > 1,
        is_own_formula=False,
        is_channels_first=grouped,
        eps=float(eps) if isinstance(eps, (int, float)) else torch.finfo(x.dtype).eps,
        scale=weight,
        shift=bias,
    )


@dataclass(frozen=True)
class _RecordedRun:
    ids: _IdRange | None
    calls: list[_NormCall]


def _record_norms(model: Subject, inputs: Sequence[Any], wanted: list[nn.Module | str]) -> _RecordedRun:
    """Runs the model once, in its own mode and without leaving a trace in it."""
    state = _HeldState(model)
    facts, norms = _Facts(_tensor_of(inputs), state), _NormCollector(wanted)
    try:
        with torch.no_grad(), _traced(_Both(facts, norms)):
            model(*inputs)
    finally:
        state.release()
    missing = [layer for layer in wanted if layer not in norms.seen]
    if missing:
        name = repr(missing[0]) if isinstance(missing[0], str) else type(missing[0]).__name__
        raise ValueError(f"The layer {name} did not run in {_name_of(model)}.")
    return _RecordedRun(facts.ids, norms.calls)


# ---------------------------------------------------------------------------------------------------------------------
# Statistics of each token
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TokenAxes:
    """Which axes of a tensor inside a model count sequences and tokens."""

    token: int
    batch: int | None
    is_flattened: bool = False
    """Sequences and tokens share the token axis, [B N, C]."""


def _token_axes(shape: tuple[int, ...], known: _Layout, is_channels_first: bool) -> _TokenAxes | None:
    """[B, N, C], [N, C], [B N, C], heads [B, H, N, D] or [B, N, H, D], [B, C, N]; None without tokens ([B, C])."""
    tokens, batch = known.tokens, known.batch
    if len(shape) == 2:
        if shape[0] == tokens and (batch == 1 or known.batch_axis is None) and not is_channels_first:
            return _TokenAxes(0, None)
        return _TokenAxes(0, None, batch > 1 or not is_channels_first) if shape[0] == tokens * batch else None
    if len(shape) == 3:
        if is_channels_first:
            return _TokenAxes(2, 0)
        return _TokenAxes(0, 1) if known.token_axis == 0 and known.batch_axis == 1 else _TokenAxes(1, 0)
    if len(shape) == 4:
        return _TokenAxes(1, 0) if shape[2] != tokens and shape[1] == tokens else _TokenAxes(2, 0)
    return None


def _scope_of(axes: Sequence[int], at: _TokenAxes) -> Scope:
    if (at.batch is not None and at.batch in axes) or (at.is_flattened and at.token in axes):
        return "batch"
    return "tokens" if at.token in axes else "token"


def _axis_name(rank: int, axis: int, at: _TokenAxes) -> str:
    if axis == at.batch:
        return "B"
    if axis == at.token:
        return "BN" if at.is_flattened else "N"
    channels = [one for one in range(rank) if one not in (at.batch, at.token)]
    if len(channels) == 1:
        return "C"
    return "HD"[channels.index(axis)] if len(channels) == 2 else f"axis {axis}"


def _layer_stats(call: _NormCall, layout: _Layout, notes: list[str]) -> LayerStats | None:
    shape = tuple(call.input.shape)
    at = _token_axes(shape, layout, call.is_channels_first)
    if at is None:
        notes.append(f"{call.name} is left out: its input {list(shape)} has no token axis.")
        return None
    before = _stage(_float64(call.input), at, layout.batch)
    normalized, scale, shift = _normalized(call)
    return LayerStats(
        name=call.name,
        kind=call.kind,
        axes=call.axes,
        axis_names=tuple(_axis_name(len(shape), axis, at) for axis in call.axes),
        scope="frozen" if call.is_stored else _scope_of(call.axes, at),
        input_shape=shape,
        eps=call.eps,
        before=before,
        normalized=None if normalized is None else _stage(normalized, at, layout.batch),
        after=_stage(_float64(call.output), at, layout.batch),
        scale=scale,
        shift=shift,
        pooled=_pooled(before),
    )


def _stage(values: Tensor, at: _TokenAxes, batch: int) -> Stage:
    """Statistics over the channels of each token, [B, N], in float64."""
    leading = [at.token] if at.batch is None else [at.batch, at.token]
    vectors = values.movedim(leading, list(range(len(leading))))
    sequences = batch if at.is_flattened else 1 if at.batch is None else values.shape[at.batch]
    tokens = values.shape[at.token] // (batch if at.is_flattened else 1)
    rows = vectors.reshape(sequences, tokens, math.prod(vectors.shape[len(leading) :]))
    largest = rows.abs().nan_to_num(nan=math.inf).argmax(-1) if rows.shape[-1] else rows.sum(-1).long()
    peak = rows.abs().gather(-1, largest[..., None])[..., 0] if rows.shape[-1] else rows.sum(-1)
    return Stage(rows.mean(-1), _variance(rows), rows.square().mean(-1).sqrt(), peak, largest)


def _variance(rows: Tensor) -> Tensor:
    """Population variance over the last axis, two passes."""
    return (rows - rows.mean(-1, keepdim=True)).square().mean(-1)


def _pooled(before: Stage) -> Pooled:
    """variance = mean of the variances + variance of the means (the law of total variance)."""
    within, between = before.variance.mean(-1), _variance(before.mean)
    return Pooled(before.mean.mean(-1), within + between, within, between)


def _normalized(call: _NormCall) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
    """The numbers after the division by sqrt(var + eps), in float64, and the scale and shift that then follow.

    Recomputed from the input and the reduced axes; for grouped or stored statistics the scale and shift are taken off
    the output instead. A user's own norm may follow any formula: the one counts that gives its recorded output. None
    where there is none, as for an L2 norm, or an unknown eps.
    """
    if call.is_stored or call.is_grouped:
        return _without_affine(call), call.scale, call.shift
    if not call.axes or call.eps is None:
        return None, call.scale, call.shift
    if call.is_own_formula:
        fit = _best_fit(call)
        return (None, call.scale, call.shift) if fit is None else (fit.values, fit.scale, fit.shift)
    return next(iter(_formulas(call, call.axes, call.is_centered))), call.scale, call.shift


def _formulas(call: _NormCall, axes: tuple[int, ...], is_centered: bool) -> Iterator[Tensor]:
    """The input normalised in the ways that people write: eps within the root first, or beside it; var biased or not."""
    x, eps = _float64(call.input), call.eps or 0.0
    rest = x - x.mean(axes, keepdim=True) if is_centered else x
    size = math.prod(x.shape[axis] for axis in axes)
    biased = rest.square().mean(axes, keepdim=True)
    for square in [biased, biased * size / (size - 1)] if is_centered and size > 1 else [biased]:
        yield rest / (square + eps).sqrt()
        yield rest / (square.sqrt() + eps)


@dataclass(frozen=True)
class _Fit:
    error: float
    """Largest difference from the output, in units of the largest output."""
    values: Tensor
    scale: Tensor | None
    shift: Tensor | None


def _best_fit(call: _NormCall, axes: tuple[int, ...] | None = None) -> _Fit | None:
    """The formula, and the scale (the weight, 1 + weight as in Gemma, or none), that give the output; None if none does."""
    reduced = call.axes if axes is None else axes
    affines: list[tuple[Tensor | None, Tensor | None]] = []
    if all(one is None or one.shape == call.output.shape[-one.dim() :] for one in (call.scale, call.shift)):
        affines.append((call.scale, call.shift))
        if call.scale is not None:
            affines.append((call.scale.detach() + 1, call.shift))
    if not affines or affines[0] != (None, None):
        affines.append((None, None))
    values = [*_formulas(call, reduced, True), *_formulas(call, reduced, False)]
    fits = [_Fit(_error(call, one, *affine), one, *affine) for one in values for affine in affines]
    best = min(fits, key=lambda fit: fit.error)
    # float32 sums differ by far less than a thousandth; half precision rounds its output.
    return best if best.error < max(1e-3, 4 * torch.finfo(call.output.dtype).eps) else None


def _error(call: _NormCall, values: Tensor, scale: Tensor | None, shift: Tensor | None) -> float:
    output = _float64(call.output)
    expected = values if scale is None else values * _float64(scale)
    expected = expected if shift is None else expected + _float64(shift)
    finite = output.isfinite()
    largest = output[finite].abs().max().item() if bool(finite.any()) else 0.0
    if largest == 0 or bool(expected[finite].isnan().any()):
        return math.inf
    return (expected - output)[finite].abs().max().item() / largest


def _axes_by_output(call: _NormCall) -> tuple[int, ...]:
    """The fewest axes whose statistics give the output; none where no axes do."""
    known = call if call.eps is not None else replace(call, eps=_USUAL_EPS)
    rank = call.input.dim()
    sets = [axes for count in range(1, rank + 1) for axes in combinations(range(rank), count)]
    return next((axes for axes in sets if _best_fit(known, axes) is not None), ())


def _without_affine(call: _NormCall) -> Tensor | None:
    values = _float64(call.output)
    shape = [1, -1, *[1] * (values.dim() - 2)]
    if call.scale is not None and bool((call.scale == 0).any()):
        return None
    if call.shift is not None:
        values = values - _float64(call.shift).reshape(shape)
    return values if call.scale is None else values / _float64(call.scale).reshape(shape)


# ---------------------------------------------------------------------------------------------------------------------
# Payloads: the documented outputs, version 1
# ---------------------------------------------------------------------------------------------------------------------

_MOST_LEAKS = 200
_LARGEST = sys.float_info.max


def _pack(values: Tensor) -> dict[str, Any]:
    """An array for JSON: base64 of little-endian float32, row-major."""
    flat = array("f", values.detach().to("cpu", torch.float32).reshape(-1).tolist())
    if sys.byteorder == "big":
        flat.byteswap()
    return {"shape": list(values.shape), "dtype": "float32", "base64": base64.b64encode(flat.tobytes()).decode("ascii")}


def _stats_payload(stats: TokenStats) -> dict[str, Any]:
    return {
        "model": stats.model,
        "batch": len(stats.tokens),
        "tokens": stats.tokens,
        "layers": [_layer_payload(layer) for layer in stats.layers],
        "notes": stats.notes,
    }


def _layer_payload(layer: LayerStats) -> dict[str, Any]:
    pooled = layer.pooled
    return {
        "name": layer.name,
        "kind": layer.kind,
        "axes": list(layer.axes),
        "axisNames": list(layer.axis_names),
        "scope": layer.scope,
        "inputShape": list(layer.input_shape),
        "eps": layer.eps,
        "before": _stage_payload(layer.before),
        "normalized": None if layer.normalized is None else _stage_payload(layer.normalized),
        "after": _stage_payload(layer.after),
        "scale": None if layer.scale is None else _pack(layer.scale),
        "shift": None if layer.shift is None else _pack(layer.shift),
        "pooled": {
            "mean": _pack(pooled.mean),
            "variance": _pack(pooled.variance),
            "meanOfVariances": _pack(pooled.mean_of_variances),
            "varianceOfMeans": _pack(pooled.variance_of_means),
        },
    }


def _stage_payload(stage: Stage) -> dict[str, Any]:
    return {
        "mean": _pack(stage.mean),
        "variance": _pack(stage.variance),
        "rms": _pack(stage.rms),
        "maxAbs": _pack(stage.max_abs),
        "maxChannel": _pack(stage.max_channel),
    }


def _influence_payload(result: TokenInfluence) -> dict[str, Any]:
    cut = len(result.leaks) - _MOST_LEAKS
    more = [f"{cut} more leaks are in the matrix, not in the list."] if cut > 0 else []
    return {
        "model": result.model,
        "tokens": result.tokens,
        "outputs": result.outputs,
        "inputs": result.inputs,
        "matrix": _pack(result.matrix),
        "allowed": result.allowed,
        "allowedPairs": _pack(result.allowed_pairs),
        "verdict": result.verdict,
        "message": result.message,
        "evidence": "runs",
        "runs": result.runs,
        "leaks": [_leak_payload(leak) for leak in result.leaks[:_MOST_LEAKS]],
        "further": [vars(further) for further in result.further],
        "notes": result.notes + more,
    }


def _leak_payload(leak: Leak) -> dict[str, Any]:
    # JSON has no infinity; a number that became NaN or infinite counts as the largest there is.
    amount = None if leak.amount is None else min(leak.amount, _LARGEST)
    return {
        "from": leak.from_,
        "to": leak.to,
        "amount": amount,
        "module": leak.module,
        "op": leak.op,
        "cause": leak.cause,
    }


# ---------------------------------------------------------------------------------------------------------------------
# Text: what is read where the charts cannot be drawn
# ---------------------------------------------------------------------------------------------------------------------

_MOST_ROWS = 24
_MOST_TOKENS = 12
_MOST_LEAK_LINES = 10

_SCOPE_WORDS = {
    "token": "each token alone",
    "tokens": "pooled over the tokens",
    "batch": "pooled over the batch",
    "frozen": "stored statistics, nothing pooled",
}


def _stats_text(stats: TokenStats) -> str:
    """One table per layer: token, mean and variance before, normalised, and after scale and shift."""
    tokens = stats.tokens[0] if stats.tokens else []
    count = stats.layers[0].before.mean.shape[-1] if stats.layers else len(tokens)
    first = "; the tables show the first sequence" if len(stats.tokens) > 1 else ""
    counts = f"{_plural(len(stats.tokens), 'sequence')} of {_plural(count, 'token')}"
    title = f"Token statistics of {stats.model}: {counts}, {_plural(len(stats.layers), 'normalisation layer')}{first}"
    return "\n\n".join([title, *(_layer_text(layer, _layer_tokens(layer, tokens)) for layer in stats.layers), *stats.notes])


def _layer_tokens(layer: LayerStats, tokens: list[str]) -> list[str]:
    """The texts, unless the layer saw another number of tokens (a decoder's), which were not named."""
    return tokens if len(tokens) == layer.before.mean.shape[-1] else []


def _layer_text(layer: LayerStats, tokens: list[str]) -> str:
    stages = {"before": layer.before, "normalised": layer.normalized, "after": layer.after}
    columns = [
        (f"{word} {name}", getattr(stage, word).reshape(-1, stage.mean.shape[-1])[0].tolist())
        for name, stage in stages.items()
        if stage is not None and stage.mean.numel()
        for word in ("mean", "variance")
    ]
    rows = [
        ["…"]
        if row is None
        else [f"{row} {_token_name(tokens, row)}", *(_number(values[row]) for _, values in columns)]
        for row in _shown_rows(layer.before.mean.shape[-1], _MOST_ROWS)
    ]
    table = _table(["token", *(title for title, _ in columns)], rows)
    words = [f"{layer.name}: {_layer_words(layer)}", table, _pooled_words(layer), _vector_words(layer)]
    return "\n".join(line for line in [*words, _outlier_words(layer, tokens)] if line)


def _layer_words(layer: LayerStats) -> str:
    names = list(layer.axis_names)
    letters = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    eps = "" if layer.eps is None else f" · eps {_exponential(layer.eps)}"
    return f"{layer.kind} over {letters}, {_SCOPE_WORDS[layer.scope]} · {list(layer.input_shape)}{eps}"


def _vector_words(layer: LayerStats) -> str:
    vectors = [vector for vector in (layer.scale, layer.shift) if vector is not None]
    if not vectors:
        return "No scale and no shift: this layer only normalises."
    shape = list(vectors[0].shape)
    if len(shape) > 1:
        return f"Scale and shift of shape {shape}: not shared by the tokens."
    both = "Scale and shift: vectors" if len(vectors) == 2 else "A vector"
    return f"{both} of length C = {shape[0]}, shared by all tokens."


def _outlier_words(layer: LayerStats, tokens: list[str]) -> str:
    """Tokens whose largest |value| before the norm is ten times the median token's or more, largest first.

    The massive activations of Sun et al. (2024), which trained models put into a few channels of the first token.
    """
    if layer.before.max_abs.numel() == 0:
        return ""
    largest, channels = layer.before.max_abs[0].tolist(), layer.before.max_channel[0].tolist()
    finite = sorted(value for value in largest if math.isfinite(value))
    median = finite[len(finite) // 2] if len(finite) >= 4 else 0
    found = [at for at, value in enumerate(largest) if median and 10 * median <= value < math.inf]
    found = sorted(found, key=lambda at: -largest[at])[:3]
    words = [
        f'token {at} "{_token_name(tokens, at)}" reaches |{_number(largest[at], 3)}| in channel {int(channels[at])}, '
        f"{_number(largest[at] / median, 2)} times the median token"
        for at in found
    ]
    return f"Outliers: {'; '.join(words)}." if words else ""


def _pooled_words(layer: LayerStats) -> str:
    pooled = layer.pooled
    if layer.before.mean.shape[-1] == 0:
        return "There are no tokens, so there is nothing to pool."
    mean, variance, within, between = (
        _number(values[0].item() if values.numel() else math.nan)
        for values in (pooled.mean, pooled.variance, pooled.mean_of_variances, pooled.variance_of_means)
    )
    return (
        f"LayerNorm([N, C]) would use one mean {mean} and one variance {variance} for the whole sequence "
        f"(mean of variances {within} + variance of means {between})."
    )


def _influence_text(result: TokenInfluence) -> str:
    """The verdict, the leaks, and the matrix where it is small enough to read."""
    leaks = [f"  {_leak_line(leak, result.tokens)}" for leak in result.leaks[:_MOST_LEAK_LINES]]
    hidden = len(result.leaks) - len(leaks)
    if hidden > 0:
        leaks.append(f"  and {_plural(hidden, 'more pair')}")
    head = "\n".join([f"Token influence of {result.model}: {result.message}", *leaks])
    further = [f"{further.title}: {further.message}" for further in result.further]
    return "\n\n".join(part for part in [head, _matrix_text(result), *further, *result.notes] if part)


def _leak_line(leak: Leak, tokens: list[str]) -> str:
    details = [
        "seen by the gradient" if leak.amount is None else f"moves by {_number(leak.amount, 3)}",
        "" if leak.module is None else f"in {leak.module}",
        "" if leak.op is None else f"op {leak.op}",
        "" if leak.cause == "other" else f"cause: {leak.cause}",
    ]
    names = [
        f'token {index} "{_token_name(tokens, index)}"' if index < len(tokens) else f"token {index}"
        for index in (leak.to, leak.from_)
    ]
    return f"{names[0]} reads {names[1]} ({', '.join(part for part in details if part)})"


def _matrix_text(result: TokenInfluence) -> str:
    sizes = (len(result.outputs), len(result.inputs))
    if max(sizes) > _MOST_TOKENS or min(sizes) == 0:
        return ""
    head = ["output \\ input", *(_token_name(result.tokens, index, 8) for index in result.inputs)]
    rows = [
        [_token_name(result.tokens, index, 8), *(_number(value, 3) for value in values)]
        for index, values in zip(result.outputs, result.matrix.tolist())
    ]
    return f"Largest change of each output token when one input token is replaced:\n{_table(head, rows)}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    """The first column to the left, numbers to the right, two blanks between."""
    widths = [
        max([_columns(title), *(_columns(row[at]) for row in rows if at < len(row))]) for at, title in enumerate(head)
    ]

    def line(cells: list[str]) -> str:
        padded = []
        for at, width in enumerate(widths):
            cell = cells[at] if at < len(cells) else ""
            blanks = " " * (width - _columns(cell))
            padded.append(blanks + cell if at else cell + blanks)
        return "  ".join(padded).rstrip()

    return "\n".join(map(line, [head, *rows]))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _shown_rows(count: int, most: int) -> list[int | None]:
    if count <= most:
        return list(range(count))
    return [*range(most // 2), None, *range(count - most // 2, count)]


def _number(value: float, digits: int = 4) -> str:
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "-∞"
    size = abs(value)
    if size >= 1e6 or size < 1e-3:
        return re.sub(r"e([+-])0*", lambda match: "e" + match[1].strip("+"), f"{value:.{digits - 2}e}")
    if value == int(value):
        return str(int(value))
    return f"{value:.0f}" if size >= 10**digits else _precise(value, digits)


def _precise(value: float, digits: int) -> str:
    """`digits` significant digits, trailing zeros kept: 0.500."""
    return format(value, f"#.{digits}g").removesuffix(".")


def _exponential(value: float) -> str:
    """1e-5."""
    mantissa, exponent = f"{value:e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}" + (f"e{int(exponent)}" if int(exponent) else "")


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


_SHOWN_SPACES = {"\n": "⏎", "\r": "␍", "\t": "⇥"}


def _token_name(tokens: list[str], index: int, length: int = 12) -> str:
    """The token's text with blanks made visible, long ones cut; its number where it has no text."""
    if index >= len(tokens):
        return str(index)
    text = "".join(_SHOWN_SPACES.get(character, character) for character in tokens[index])
    if text == "":
        return "∅"
    start, end = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    if start == len(text):
        return _clip("␣" * start, length)
    return _clip("␣" * start + text.strip(" ") + "␣" * end, length)


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
