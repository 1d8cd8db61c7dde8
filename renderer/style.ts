const css = `
.tw-root { color: var(--tw-text); background: var(--tw-background); font: 13px/1.45 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; border-radius: 6px; max-width: 1100px; }
.tw-root *, .tw-root *::before { box-sizing: border-box; }
.tw-problem { padding: 10px 14px; border: 1px solid var(--tw-warning); border-left-width: 4px; background: var(--tw-warningSurface); white-space: pre-wrap; overflow-wrap: anywhere; }
.tw-plain { max-height: 400px; overflow: auto; }
.tw-picture { overflow-x: auto; }
.tw-picture > svg { display: block; max-width: 100%; height: auto; }
.tw-picture > svg + svg { margin-top: 8px; }
.tw-muted { color: var(--tw-muted); }
.tw-strong { font-weight: 600; }
.tw-number { font-variant-numeric: tabular-nums; }
.tw-frame { padding: 14px 16px 10px; }
.tw-head { display: flex; flex-wrap: wrap; gap: 8px 16px; justify-content: space-between; align-items: flex-start; }
.tw-title { font-size: 15px; font-weight: 600; }
.tw-controls { margin-top: 12px; align-items: center; }
.tw-controls:empty { display: none; }
.tw-row.tw-tools { gap: 6px; align-items: center; }
.tw-body { margin-top: 12px; }
.tw-body p { margin: 6px 0; }
.tw-notes p { margin: 4px 0 0; font-size: 12px; }
.tw-root [hidden] { display: none; }
.tw-root button, .tw-root select { font: inherit; font-size: 12px; color: var(--tw-text); background: transparent; border: 1px solid var(--tw-grid); border-radius: 5px; padding: 3px 9px; cursor: pointer; min-height: 26px; }
.tw-root select { background: var(--tw-surface); max-width: 260px; }
.tw-root option { background: var(--tw-surface); color: var(--tw-text); }
.tw-root button:hover:not(:disabled), .tw-root select:hover { border-color: var(--tw-line); background: var(--tw-surface); }
.tw-root button:disabled { opacity: 0.45; cursor: default; }
.tw-root .tw-told { border-color: var(--tw-good); color: var(--tw-good); }
.tw-root :focus-visible { outline: 2px solid var(--tw-good); outline-offset: 1px; }
.tw-control { display: inline-flex; gap: 6px; align-items: center; }
.tw-control label { color: var(--tw-muted); font-size: 12px; }
.tw-choices { display: inline-flex; flex-wrap: wrap; row-gap: 2px; }
.tw-root .tw-choice { border-radius: 0; margin-left: -1px; }
.tw-root .tw-choice:first-child, .tw-root .tw-choice[hidden] + .tw-choice { border-radius: 5px 0 0 5px; margin-left: 0; }
.tw-root .tw-choice:last-child { border-radius: 0 5px 5px 0; }
.tw-root button[aria-pressed="true"] { background: var(--tw-goodSurface); border-color: var(--tw-good); color: var(--tw-text); position: relative; z-index: 1; }
.tw-row.tw-legend { gap: 6px; align-items: center; }
.tw-root .tw-legend button[aria-pressed="true"] { background: transparent; border-color: var(--tw-grid); }
.tw-root .tw-legend button[aria-pressed="false"] { opacity: 0.5; text-decoration: line-through; }
.tw-chip { display: inline-flex; align-items: center; gap: 5px; }
.tw-dash { display: inline-flex; align-items: center; gap: 7px; margin-left: 8px; color: var(--tw-muted); font-size: 12px; }
.tw-dash::before { content: ""; width: 20px; border-top: 2px dashed var(--tw-pooled); }
.tw-layer-words { margin: 10px 0 4px; }
.tw-warning { color: var(--tw-warning); font-weight: 600; }
.tw-warning:empty { display: none; }
.tw-charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 330px), 1fr)); gap: 12px 20px; }
.tw-chart { min-width: 0; }
.tw-chart-title { font-weight: 600; font-size: 12px; margin: 6px 0 2px; }
.tw-chart-box { position: relative; height: 230px; min-height: 120px; max-height: 900px; resize: vertical; overflow: hidden; }
.tw-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tw-sum { color: var(--tw-muted); font-size: 12px; max-width: 90ch; }
.tw-vectors p { color: var(--tw-muted); font-size: 12px; }
.tw-clickable svg { cursor: pointer; }
.tw-vectors p { margin: 8px 0 4px; }
.tw-readout { height: 3em; overflow: auto; font-variant-numeric: tabular-nums; font-size: 12px; }
.tw-cursor.tw-cursor-line { box-shadow: 0 0 0 0.75px var(--tw-text); }
.tw-table { max-height: 360px; overflow: auto; resize: vertical; container-type: inline-size; border: 1px solid var(--tw-grid); border-radius: 5px; }
.tw-table table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 12px; font-variant-numeric: tabular-nums; }
.tw-table caption { text-align: left; padding: 6px 0; color: var(--tw-muted); }
.tw-table caption span { display: inline-block; position: sticky; left: 0; padding: 0 10px; max-width: 100cqw; }
.tw-table th, .tw-table td { padding: 3px 10px; text-align: right; border-bottom: 1px solid var(--tw-grid); white-space: nowrap; color: var(--tw-text); background: var(--tw-background); }
.tw-table thead th { position: sticky; top: 0; background: var(--tw-surface); font-weight: 600; }
.tw-table .tw-words { text-align: left; }
.tw-table th:first-child { text-align: left; position: sticky; left: 0; }
.tw-pager { padding: 6px 10px; align-items: center; position: sticky; bottom: 0; background: var(--tw-surface); }
.tw-framed { padding: 10px 0 6px; }
.tw-over { justify-content: flex-end; padding: 0 16px; }
.tw-picture { position: relative; }
.tw-framed .tw-readout { padding: 6px 20px 0; }
.tw-cursor { position: absolute; pointer-events: none; box-shadow: 0 0 0 1.5px var(--tw-background), 0 0 0 3.5px var(--tw-text); border-radius: 1px; }
.tw-framed .tw-table { margin: 10px 16px; }
.tw-viewport { position: relative; height: 520px; min-height: 160px; overflow: hidden; resize: vertical; border: 1px solid var(--tw-grid); border-radius: 6px; touch-action: pan-y; cursor: grab; margin-top: 8px; }
.tw-viewport:active { cursor: grabbing; }
.tw-canvas { transform-origin: 0 0; position: absolute; left: 0; top: 0; }
.tw-canvas svg { display: block; user-select: none; }
.tw-canvas [data-fold] { cursor: pointer; }
.tw-progress .tw-readout { height: 1.5em; }
.tw-progress { padding: 8px 12px; display: grid; gap: 6px; }
.tw-row { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
.tw-bar { appearance: none; -webkit-appearance: none; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; background: var(--tw-grid); color: var(--tw-normalized); }
.tw-bar::-webkit-progress-bar { background: var(--tw-grid); }
.tw-bar::-webkit-progress-value { background: var(--tw-normalized); border-radius: 4px; }
.tw-bar::-moz-progress-bar { background: var(--tw-normalized); }
.tw-bar.tw-done::-webkit-progress-value { background: var(--tw-after); }
.tw-bar.tw-done::-moz-progress-bar { background: var(--tw-after); }
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
