import { broadcastStrides } from "./broadcasting.ts";
import { kernels } from "./kernels/kernels.ts";
import { formatShape, sameShape, sizeOf, stridesOf, type Shape } from "./shape.ts";
import { Storage } from "./storage.ts";

/** Float32 numbers with a shape, without gradients: what ops compute on. Several arrays may share one storage. */
export class NDArray {
  readonly storage: Storage;
  readonly shape: Shape;
  /** Distance in elements along each axis; 0 where the array is broadcast. */
  readonly strides: readonly number[];
  readonly offset: number;

  constructor(storage: Storage, shape: Shape, strides: readonly number[] = stridesOf(shape), offset = 0) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
  }

  /** New zero-filled memory. Throws an error that says the size where it cannot be allocated. */
  static zeros(shape: Shape): NDArray {
    return new NDArray(new Storage(allocate(shape, (size) => kernels().allocate(size))), shape);
  }

  /** New memory for a result that is written in full; what it holds before is anything. Errors as in `zeros`. */
  static empty(shape: Shape): NDArray {
    const own = kernels();
    const from = (size: number) => own.allocateUninitialized?.(size) ?? own.allocate(size);
    return new NDArray(new Storage(allocate(shape, from)), shape);
  }

  static full(shape: Shape, value: number): NDArray {
    const result = NDArray.empty(shape);
    result.storage.data.fill(value);
    return result;
  }

  /** Takes `data` over without a copy. */
  static from(data: Float32Array, shape: Shape): NDArray {
    return new NDArray(new Storage(data), shape);
  }

  get data(): Float32Array {
    return this.storage.data;
  }

  get rank(): number {
    return this.shape.length;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether the elements lie side by side in row-major order. */
  get isContiguous(): boolean {
    let step = 1;
    for (let axis = this.rank - 1; axis >= 0; axis--) {
      if (this.shape[axis] === 1) continue;
      if (this.strides[axis] !== step) return false;
      step *= this.shape[axis]!;
    }
    return true;
  }

  /** Exactly this array's elements in row-major order: the memory itself where contiguous, else a copy. Not to be written to. */
  values(): Float32Array {
    if (!this.isContiguous) return this.copy().data;
    if (this.offset === 0 && this.data.length === this.size) return this.data;
    return this.data.subarray(this.offset, this.offset + this.size);
  }

  /** The same elements in new contiguous memory. */
  copy(): NDArray {
    const result = NDArray.empty(this.shape);
    kernels().copy(this, this.shape, result.data);
    return result;
  }

  contiguous(): NDArray {
    return this.isContiguous ? this : this.copy();
  }

  /** The same elements in order under another shape of the same size: a view where contiguous, else a copy. */
  reshape(shape: Shape): NDArray {
    if (sameShape(shape, this.shape)) return this;
    const { storage, offset } = this.contiguous();
    return new NDArray(storage, shape, stridesOf(shape), offset);
  }

  /** A view whose axis i is this array's axis `axes[i]`. */
  permute(axes: readonly number[]): NDArray {
    const shape = axes.map((axis) => this.shape[axis]!);
    const strides = axes.map((axis) => this.strides[axis]!);
    return new NDArray(this.storage, shape, strides, this.offset);
  }

  /** A view stretched to `shape` without copying. */
  expand(shape: Shape): NDArray {
    if (sameShape(shape, this.shape)) return this;
    return new NDArray(this.storage, shape, broadcastStrides(this.shape, this.strides, shape), this.offset);
  }
}

function allocate(shape: Shape, from: (size: number) => Float32Array): Float32Array {
  const size = sizeOf(shape);
  try {
    return from(size);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const text = `cannot allocate a tensor of shape ${formatShape(shape)}: ${formatBytes(size * 4)} of memory`;
    throw new RangeError(text, { cause });
  }
}

function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** unit).toPrecision(4))} ${units[unit]!}`;
}
