/** Refuses features that do not split into heads of one size, in the words of the model's own options. */
export function checkHeads(model: string, nEmbd: number, nHead: number): void {
  if (nEmbd % nHead === 0) return;
  throw new RangeError(`${model}: nEmbd ${nEmbd} does not split into ${nHead} heads (nHead)`);
}
