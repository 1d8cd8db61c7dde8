/** The colours of a picture. The renderer makes one of VS Code's own colours; saved pictures use `light`. */
export interface Theme {
  readonly background: string;
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly grid: string;
  /** The three stages of a normalisation, and the pooled statistic. */
  readonly before: string;
  readonly normalized: string;
  readonly after: string;
  readonly pooled: string;
  /** Each token alone; a statistic that crosses tokens. */
  readonly good: string;
  readonly goodSurface: string;
  readonly warning: string;
  readonly warningSurface: string;
  /** The residual stream, and attention, the place where tokens may meet. */
  readonly stream: string;
  readonly attention: string;
  readonly attentionSurface: string;
  /** Heat maps: exact zero, not measured, magnitudes from small to large, and negative to positive. */
  readonly zero: string;
  readonly missing: string;
  readonly sequential: readonly string[];
  readonly diverging: readonly string[];
}

// Series colours after Okabe and Ito (2008), darkened until each has 4.5 : 1 against the background.
export const light: Theme = {
  background: "#ffffff",
  surface: "#f5f6f8",
  text: "#1c2128",
  muted: "#57606a",
  line: "#8c959f",
  grid: "#e4e7eb",
  before: "#b45309",
  normalized: "#0067a8",
  after: "#00795c",
  pooled: "#a3315f",
  good: "#0067a8",
  goodSurface: "#e3f0fa",
  warning: "#c2410c",
  warningSurface: "#fdeadd",
  stream: "#6e7781",
  attention: "#6d4ba3",
  attentionSurface: "#f0eafa",
  zero: "#ffffff",
  missing: "#d0d7de",
  sequential: ["#dbe9f6", "#a8cce6", "#6aaed6", "#3282bd", "#125a9c", "#08306b"],
  diverging: ["#8c3a06", "#d9702b", "#f6c49a", "#f7f7f5", "#a6cbe6", "#3a85bf", "#0b3c73"],
};

export const dark: Theme = {
  background: "#1e1f22",
  surface: "#282a2e",
  text: "#e6e8eb",
  muted: "#a3abb5",
  line: "#7d8590",
  grid: "#3a3d42",
  before: "#f0a04b",
  normalized: "#5fb4ee",
  after: "#3cc79b",
  pooled: "#ee86b0",
  good: "#5fb4ee",
  goodSurface: "#1c3347",
  warning: "#ff8a4c",
  warningSurface: "#4a2a17",
  stream: "#9aa4af",
  attention: "#b99bee",
  attentionSurface: "#332a47",
  zero: "#1e1f22",
  missing: "#4a4e55",
  sequential: ["#17324a", "#1f4f78", "#2b74ac", "#4a9bd6", "#8cc5ee", "#e0f1fd"],
  diverging: ["#ffc79a", "#e0843f", "#7a4118", "#2b2d31", "#1f4f78", "#4a9bd6", "#b9defa"],
};

export const highContrastLight: Theme = {
  ...light,
  surface: "#ffffff",
  text: "#000000",
  muted: "#292929",
  line: "#0f4a85",
  grid: "#8c8c8c",
  goodSurface: "#ffffff",
  warningSurface: "#ffffff",
  attentionSurface: "#ffffff",
  // 7 : 1 against white.
  before: "#8a3b00",
  normalized: "#00538a",
  after: "#005c46",
  pooled: "#8a1f4c",
  good: "#00538a",
  warning: "#932800",
  attention: "#583894",
  stream: "#292929",
};

export const highContrastDark: Theme = {
  ...dark,
  background: "#000000",
  surface: "#000000",
  text: "#ffffff",
  muted: "#e0e0e0",
  line: "#6fc3df",
  grid: "#6b6b6b",
  goodSurface: "#000000",
  warningSurface: "#000000",
  attentionSurface: "#000000",
  stream: "#e0e0e0",
  zero: "#000000",
};
