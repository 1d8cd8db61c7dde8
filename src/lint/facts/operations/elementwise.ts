import { unknownLayout } from "../../layout/axis.ts";
import { type TensorValue, asNumber, derived, newRoot, tensor } from "../values.ts";
import { binaryOperation, matrixProduct, rooted } from "./arithmetic.ts";
import { padded } from "../layers/convolution.ts";
import type { Operation } from "./operation.ts";

/** The numbers stay: casts, copies, devices, dropout. */
const same: Operation = ({ input }) => input;

/** The shape stays, the numbers are new. */
const fresh: Operation = ({ input }) => derived(input);

const opaque: Operation = () => tensor();

const arithmetic =
  (operator: string): Operation =>
  ({ input, args, span, analysis }) =>
    binaryOperation(operator, input, args.value(0, "other", "b", "y", "exponent"), span, analysis);

const scores: Operation = ({ input }) => ({
  ...tensor(input.layout),
  root: newRoot(input.root.name, "scores"),
});

/** `buffer.copy_(value)` and `variable.assign(value)` hold what they are given. */
const replaced: Operation = ({ input, args }) => {
  const value = args.value(0);
  return value.kind === "tensor" ? value : input;
};

/** clamp(min=eps) on a statistic only keeps it from zero. */
const clamp: Operation = ({ input }) => input;

const square: Operation = ({ input }) => ({ ...input, squared: true });
const absolute: Operation = ({ input }) => (input.statistic ? input : { ...input, absolute: true });
const inverseRoot: Operation = ({ input }): TensorValue => ({ ...rooted(input), inverse: !input.inverse });
const reciprocal: Operation = ({ input }) => ({ ...input, inverse: !input.inverse });

const powerOf: Operation = ({ input, args, span, analysis }) => {
  const exponent = asNumber(args.value(0, "exponent", "exp"));
  return binaryOperation("**", input, exponent, span, analysis);
};

const joined: Operation = ({ args }) => (args.all.length > 4 ? tensor() : tensor(unknownLayout()));

/** `x.new_zeros(...)` */
const zeros: Operation = () => tensor(unknownLayout(), { ...newRoot(), zeros: true });

const all = (operation: Operation, names: string): Record<string, Operation> =>
  Object.fromEntries(names.split(" ").map((name) => [name, operation]));

const pad: Operation = ({ input, args }) => padded(input, args.value(0, "pad", "paddings", "pad_width"));

/** Elementwise operations, and the few others that decide whose numbers a tensor holds. */
export const elementwiseOperations: Readonly<Record<string, Operation>> = {
  ...all(
    same,
    "float half bfloat16 double to type type_as astype contiguous clone detach cast cuda cpu numpy asarray array tensor as_tensor convert_to_tensor requires_grad_ requires_grad float32 float16 stop_gradient dropout alpha_dropout Dropout identity fp32 item asType toFloat array_copy copy nan_to_num masked_fill masked_fill_ lax_stop_gradient",
  ),
  ...all(
    fresh,
    "relu relu_ gelu silu swish tanh sigmoid elu selu leaky_relu softplus mish exp log log1p log_ sin cos erf neg round floor ceil sign ones_like zeros_like rand_like randn_like roll cummax logcumsumexp hardtanh hardswish relu6 glu constant_pad",
  ),
  ...all(scores, "softmax log_softmax sparsemax gumbel_softmax logSoftmax"),
  ...all(pad, "pad"),
  ...all(replaced, "copy_ assign update"),
  ...all(clamp, "clamp clamp_min clamp_ clip clamp_min_ clipByValue maximum"),
  ...all(square, "square"),
  ...all(absolute, "abs absolute abs_"),
  ...all(inverseRoot, "rsqrt"),
  ...all(reciprocal, "reciprocal"),
  ...all(({ input }) => rooted(input), "sqrt sqrt_"),
  ...all(powerOf, "pow power"),
  ...all(arithmetic("-"), "sub subtract sub_"),
  ...all(arithmetic("/"), "div divide true_divide div_ truediv"),
  ...all(arithmetic("*"), "mul multiply mul_"),
  ...all(arithmetic("+"), "add add_ lerp lerp_ assign_add"),
  ...all(({ input, args }) => matrixProduct(input, args.value(0)), "matmul matMul bmm mm dot"),
  ...all(zeros, "new_zeros"),
  ...all(joined, "cat concat concatenate stack hstack vstack"),
  ...all(opaque, "gather index_select take take_along_axis scatter_add cdist argmax argmin topk"),
};
