const css = `
.tw-root { color: var(--tw-text); background: var(--tw-background); font: 13px/1.45 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; border-radius: 6px; max-width: 1100px; }
.tw-root *, .tw-root *::before { box-sizing: border-box; }
.tw-problem { padding: 10px 14px; border: 1px solid var(--tw-warning); border-left-width: 4px; background: var(--tw-warningSurface); white-space: pre-wrap; overflow-wrap: anywhere; }
.tw-plain { max-height: 400px; overflow: auto; }
.tw-picture { overflow-x: auto; }
.tw-picture > svg { display: block; max-width: 100%; height: auto; }
.tw-muted { color: var(--tw-muted); }
.tw-strong { font-weight: 600; }
.tw-number { font-variant-numeric: tabular-nums; }
.tw-progress { padding: 8px 12px; display: grid; gap: 6px; }
.tw-row { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
.tw-bar { appearance: none; -webkit-appearance: none; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; background: var(--tw-grid); color: var(--tw-normalized); }
.tw-bar::-webkit-progress-bar { background: var(--tw-grid); }
.tw-bar::-webkit-progress-value { background: var(--tw-normalized); border-radius: 4px; }
.tw-bar::-moz-progress-bar { background: var(--tw-normalized); }
.tw-bar.tw-done::-webkit-progress-value { background: var(--tw-after); }
.tw-bar.tw-done::-moz-progress-bar { background: var(--tw-after); }
.tw-values { display: flex; flex-wrap: wrap; gap: 4px 20px; }
.tw-value { display: inline-flex; align-items: center; gap: 8px; font-variant-numeric: tabular-nums; }
`;

let sheet: CSSStyleSheet | undefined;

/** Gives our style to the element's document (or shadow root), as a constructed sheet: no policy forbids it. */
export function adoptStyle(element: HTMLElement): void {
  const root = element.getRootNode();
  const home = root instanceof ShadowRoot ? root : document;
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!home.adoptedStyleSheets.includes(sheet)) home.adoptedStyleSheets = [...home.adoptedStyleSheets, sheet];
}
