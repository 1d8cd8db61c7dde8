import { concat } from "../../functions/joining.ts";
import type { Tensor } from "../../tensor.ts";
import type { Module } from "../module.ts";

/**
 * The keys and values of the tokens seen so far, for every attention module that is given this cache:
 * decoding then computes each token once. Make a new one for each sequence.
 */
export class KeyValueCache {
  private readonly entries = new Map<Module, { keys: Tensor; values: Tensor }>();

  /** The number of tokens that all attention modules have seen. */
  get length(): number {
    const [first] = this.entries.values();
    return first === undefined ? 0 : first.keys.shape.at(-2)!;
  }

  /** The number of tokens that `attention` has seen. */
  lengthFor(attention: Module): number {
    return this.entries.get(attention)?.keys.shape.at(-2) ?? 0;
  }

  /** Adds new keys and values [B, Hkv, N, D] and gives back all, old ones first. */
  extend(attention: Module, keys: Tensor, values: Tensor): { keys: Tensor; values: Tensor } {
    const past = this.entries.get(attention);
    const all =
      past === undefined
        ? { keys, values }
        : { keys: concat([past.keys, keys], -2), values: concat([past.values, values], -2) };
    this.entries.set(attention, { keys: all.keys.detach(), values: all.values.detach() });
    return all;
  }
}
