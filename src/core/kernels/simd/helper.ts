import type { ProductExports } from "./exports.ts";
import { chunksOf, multiplyChunk, type Product } from "./product.ts";
import { asideBytes } from "./tile.ts";

/**
 * A second thread that takes chunks of a product while the first one does. Both claim the next chunk from a counter; nobody waits for
 * a barrier. What the helper has multiplied lies in slots of its own until the first thread brings it home, so that a helper that the
 * system has put to sleep can be left behind: its chunk is done again (with the same bits), and what it still writes is nobody's.
 */

/** Numbers of the control block, which lies in the shared memory below the workspace. */
const at = { state: 0, claimed: 1, slots: 2, ready: 14, home: 15, product: 16 } as const;
const fields = [
  "left", "rows", "paddedRows", "steps", "right", "columns", "panelColumns", "chunkRows", "chunkColumns", "bias",
] as const satisfies readonly (keyof Product)[]; // prettier-ignore
const length = 32;
const idle = 0;
const working = 1;

/** Results that may wait to be brought home, and elements of each. */
const slotCount = 8;
export const slotLength = 2 ** 16;
export const helperBytes = 4 * slotCount * slotLength + asideBytes;

/** Looks at a value that another thread changes before giving up: some tens of microseconds. */
const patience = 5000;

/** Milliseconds that the helper waits for chunks to be packed: the first thread does something else by then, or was stopped. */
const longPacking = 10;

/** Where the control block begins. */
const controlAt = 2048;

function controlOf(memory: ProductExports["memory"]): Int32Array {
  return new Int32Array(memory.buffer, controlAt, length);
}

/** Calls `isDone` until it says so; false where it did not in time. */
function soon(isDone: () => boolean): boolean {
  for (let i = 0; i < patience; i++) if (isDone()) return true;
  return false;
}

/** The first thread's side. */
export class Helper {
  private readonly control: Int32Array;
  private readonly slotsAt: number;

  /** @param slotsAt address of `helperBytes` bytes of the memory. */
  constructor(memory: ProductExports["memory"], slotsAt: number) {
    this.control = controlOf(memory);
    this.slotsAt = slotsAt;
  }

  /** Hands out the chunks of a product, of which the first `ready` are packed. False where the helper is still busy with an earlier one. */
  offer(product: Product, ready: number): boolean {
    const { control } = this;
    if (Atomics.load(control, at.state) !== idle) return false;
    control.set(
      fields.map((field) => product[field]),
      at.product,
    );
    control[at.home] = this.slotsAt;
    control[at.ready] = ready;
    control.fill(0, at.slots, at.slots + slotCount);
    Atomics.store(control, at.claimed, 0);
    Atomics.store(control, at.state, working);
    Atomics.notify(control, at.state);
    return true;
  }

  /** The number of a chunk that is the caller's now; there may be no such chunk. */
  claim(): number {
    return Atomics.add(this.control, at.claimed, 1);
  }

  /** Lets the helper take the first `ready` chunks: what they are made of is packed. */
  release(ready: number): void {
    Atomics.store(this.control, at.ready, ready);
    Atomics.notify(this.control, at.ready);
  }

  /** Gives the chunks that the helper has finished, with their addresses, and frees their slots. */
  collect(visit: (chunk: number, address: number) => void): void {
    for (let slot = 0; slot < slotCount; slot++) {
      const finished = Atomics.load(this.control, at.slots + slot);
      if (finished === 0) continue;
      visit(finished - 1, this.slotsAt + 4 * slot * slotLength);
      Atomics.store(this.control, at.slots + slot, 0);
    }
  }

  /** Waits a short while for a chunk to be finished. */
  waitForChunk(): boolean {
    return soon(() => {
      for (let slot = 0; slot < slotCount; slot++)
        if (Atomics.load(this.control, at.slots + slot) !== 0) return true;
      return false;
    });
  }
}

/** The second thread's side: never returns. `run` is an instance of its own over the same memory. */
export function help(run: ProductExports): never {
  const control = controlOf(run.memory);
  for (;;) {
    soon(() => Atomics.load(control, at.state) === working);
    Atomics.wait(control, at.state, idle);
    takeChunks(run, control);
    Atomics.store(control, at.state, idle);
  }
}

function takeChunks(run: ProductExports, control: Int32Array): void {
  const product = Object.fromEntries(
    fields.map((field, i) => [field, control[at.product + i]!]),
  ) as unknown as Product;
  const slotsAt = control[at.home]!;
  const aside = slotsAt + 4 * slotCount * slotLength;
  for (let taken = 0; ; taken++) {
    const slot = taken % slotCount;
    // A slot that stays full: the first thread does the rest itself.
    if (!soon(() => Atomics.load(control, at.slots + slot) === 0)) return;
    const chunk = claimReady(control, chunksOf(product));
    if (chunk === null) return;
    multiplyChunk(run, product, chunk, slotsAt + 4 * slot * slotLength, aside);
    Atomics.store(control, at.slots + slot, chunk + 1);
  }
}

/** The next chunk, once it is packed; null where there is none. What is not packed stays unclaimed, for the first thread. */
function claimReady(control: Int32Array, chunks: number): number | null {
  for (;;) {
    const chunk = Atomics.load(control, at.claimed);
    if (chunk >= chunks) return null;
    const ready = Atomics.load(control, at.ready);
    if (chunk < ready) {
      if (Atomics.compareExchange(control, at.claimed, chunk, chunk + 1) === chunk) return chunk;
    } else if (Atomics.wait(control, at.ready, ready, longPacking) === "timed-out") return null;
  }
}
