/**
 * An index as a tensor can hold it: tensors are float32, which has every whole number up to 2^24 and not all beyond.
 *
 * @throws RangeError where float32 would make another index of it
 */
export function float32Index(op: string, index: number): number {
  if (Math.fround(index) === index) return index;
  throw new RangeError(
    `${op}: the result ${index} is no float32 number, and tensors hold indices as such; ` +
      `beyond ${2 ** 24} (2^24) there are gaps: take it over shorter parts, cut with slice or reshape`,
  );
}
