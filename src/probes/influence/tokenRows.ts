import type { InputLayout } from "../inputLayout.ts";

/**
 * Says for a tensor somewhere inside a model which of its numbers belong to given tokens.
 * Every axis of length N counts as a token axis (attention scores have two), an axis of length B N as one that was
 * flattened; a tensor without any of these holds no single token's numbers, and all of it counts.
 * Where C or the number of heads happens to be N, fewer numbers are looked at, never other tokens'.
 */
export function tokenRows(
  shape: readonly number[],
  { tokens, batch, tokenAxis, batchAxis }: InputLayout,
  kept: ReadonlySet<number>,
): (index: number) => boolean {
  const flattened = tokens * batch;
  const isBatchFirst = batchAxis !== null && batchAxis < tokenAxis;
  const hasTokenAxis = shape.includes(tokens);
  const tests = shape.flatMap((size, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
    const at = (index: number): number => Math.floor(index / stride) % size;
    if (size === tokens) return [(index: number) => kept.has(at(index))];
    if (hasTokenAxis || size !== flattened) return [];
    if (isBatchFirst) return [(index: number) => kept.has(at(index) % tokens)];
    return [(index: number) => kept.has(Math.floor(at(index) / batch))];
  });
  return (index) => tests.every((test) => test(index));
}
