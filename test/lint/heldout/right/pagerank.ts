/** Power iteration: ranks are brought back to a sum of one in every step. */
export function pageRank(links: readonly (readonly number[])[], damping = 0.85, steps = 50): Float64Array {
  const n = links.length;
  let ranks = new Float64Array(n).fill(1 / n);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(n).fill((1 - damping) / n);
    links.forEach((targets, from) => {
      for (const to of targets) next[to] += (damping * ranks[from]) / targets.length;
    });
    let total = 0;
    for (let i = 0; i < n; i++) total += next[i];
    for (let i = 0; i < n; i++) next[i] /= total;
    ranks = next;
  }
  return ranks;
}
