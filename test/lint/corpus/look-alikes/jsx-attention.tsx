interface Props {
  readonly weights: readonly (readonly number[])[];
  readonly tokens: readonly string[];
}

/** Rows of attention as bars; each row is divided by its largest weight so that faint rows can be read. */
export function AttentionRows({ weights, tokens }: Props) {
  return (
    <ul>
      {weights.map((row, query) => {
        const max = Math.max(...row);
        return (
          <li key={query}>
            {row.map((weight, key) => (
              <span key={key} title={tokens[key]} style={{ opacity: weight / max }} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}

export function NormBars({ norms }: { readonly norms: readonly number[] }) {
  const mean = norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
  return <p>{norms.map((norm) => (norm / mean).toFixed(2)).join(" ")}</p>;
}
