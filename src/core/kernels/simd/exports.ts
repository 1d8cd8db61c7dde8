type Address = number;

export type Multiply = (
  a: Address,
  b: Address,
  m: number,
  k: number,
  n: number,
  out: Address,
  outStride: number,
  aside: Address,
  more: boolean,
) => void;

/**
 * What the WebAssembly modules export for products of matrices (see assembly/). Addresses and strides are in bytes, `count`, `rows` and
 * `columns` in elements.
 */
export interface ProductExports {
  readonly memory: { readonly buffer: ArrayBufferLike; grow(pages: number): number };
  pack(
    from: Address,
    laneStride: number,
    stepStride: number,
    lanes: number,
    steps: number,
    width: number,
    to: Address,
    panelBytes: number,
  ): void;
  readonly multiply: Multiply;
  /** From panels of 16 columns; where relaxed SIMD is on. */
  readonly multiplyWide?: Multiply;
  multiplyRow(
    a: Address,
    b: Address,
    k: number,
    columns: number,
    panelColumns: number,
    out: Address,
    aside: Address,
    more: boolean,
  ): void;
  addScaledRows(
    a: Address,
    b: Address,
    stride: number,
    k: number,
    columns: number,
    sums: Address,
    more: boolean,
  ): void;
  addBias(x: Address, rows: number, columns: number, bias: Address): void;
  multiplyRowTransposed(
    a: Address,
    b: Address,
    stride: number,
    k: number,
    columns: number,
    out: Address,
    more: boolean,
  ): void;
}

/** The module of all kernels. */
export interface SimdExports extends ProductExports {
  map(code: number, x: Address, count: number, out: Address): void;
  mapGradient(code: number, x: Address, y: Address, grad: Address, count: number, out: Address): void;
  scale(x: Address, factor: number, count: number, out: Address): void;
  zip(
    code: number,
    a: Address,
    aStep: number,
    aStride: number,
    b: Address,
    bStep: number,
    bStride: number,
    rows: number,
    columns: number,
    out: Address,
  ): void;
  scaleScores(scores: Address, rows: number, columns: number, factor: number, reach: number): void;
  normalize(
    x: Address,
    rows: number,
    columns: number,
    eps: number,
    centered: boolean,
    weight: Address,
    bias: Address,
    out: Address,
  ): void;
  normalizeGradient(
    x: Address,
    grad: Address,
    rows: number,
    columns: number,
    eps: number,
    centered: boolean,
    weight: Address,
    out: Address,
    weightSums: Address,
    biasSums: Address,
    block: Address,
    wide: boolean,
  ): void;
  addRow(a: Address, columns: number, sums: Address): void;
  rowSums(x: Address, rows: number, columns: number, divisor: number, out: Address): void;
  softmax(x: Address, rows: number, columns: number, out: Address): void;
  logSoftmax(
    x: Address,
    rows: number,
    columns: number,
    out: Address,
    logarithms: Address,
    pass: number,
  ): void;
  softmaxGradient(y: Address, grad: Address, rows: number, columns: number, out: Address): void;
  logSoftmaxGradient(y: Address, grad: Address, rows: number, columns: number, out: Address): void;
  adamStep(
    values: Address,
    gradient: Address,
    first: Address,
    second: Address,
    count: number,
    beta1: number,
    beta2: number,
    rate: number,
    correction: number,
    eps: number,
    decay: number,
    keep: number,
  ): void;
}
