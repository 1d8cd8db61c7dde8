interface Token {
  readonly text: string;
  readonly hidden: readonly number[];
}

const length = (vector: readonly number[]): number => Math.hypot(...vector);

/** Bars of token norms, the tallest fills the box. */
export function Norms({ tokens }: { readonly tokens: readonly Token[] }) {
  const norms = tokens.map((token) => length(token.hidden));
  const tallest = Math.max(...norms);
  const mean = norms.reduce((a, b) => a + b, 0) / norms.length;
  return (
    <svg viewBox={`0 0 ${tokens.length} 1`}>
      {norms.map((norm, index) => (
        <rect key={index} x={index} width={0.9} height={norm / tallest} opacity={norm > mean ? 1 : 0.5} />
      ))}
    </svg>
  );
}
