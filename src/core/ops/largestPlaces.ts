/**
 * Places of the k largest numbers, largest first; of equals the first comes first, and NaN is larger than all (as in PyTorch).
 * A heap of k places with the least of them on top takes O(n log k): a vocabulary is not sorted for its forty likeliest tokens.
 */
export function largestPlaces(row: Float32Array, k: number): Int32Array {
  const heap = new Int32Array(k);
  const isLess = (a: number, b: number): boolean => {
    const [x, y] = [row[a]!, row[b]!];
    if (x === y) return a > b;
    if (Number.isNaN(x)) return Number.isNaN(y) && a > b;
    return Number.isNaN(y) || x < y;
  };
  /** Lets `place` sink from `at` to where no place below is less. */
  const sink = (place: number, at: number, size: number): void => {
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isLess(heap[child + 1]!, heap[child]!)) child++;
      if (!isLess(heap[child]!, place)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = place;
  };
  for (let place = 0; place < k; place++) heap[place] = place;
  for (let at = (k >> 1) - 1; at >= 0; at--) sink(heap[at]!, at, k);
  for (let place = k; k > 0 && place < row.length; place++) if (isLess(heap[0]!, place)) sink(place, 0, k);
  // The least goes last, until all are in order.
  for (let size = k - 1; size > 0; size--) {
    const least = heap[0]!;
    sink(heap[size]!, 0, size);
    heap[size] = least;
  }
  return heap;
}
