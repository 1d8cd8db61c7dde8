/** The page's own style, light and dark by the reader's preference. The charts bring theirs. */
export const stylesheet = `
:root { color-scheme: light dark; --background: #ffffff; --text: #1c2128; --muted: #57606a; --line: #d8dee4;
  --code: #f6f8fa; --keyword: #8250a8; --string: #0a5c36; --number: #0550ae; --error: #a3260f; --error-surface: #fff1ee; }
@media (prefers-color-scheme: dark) { :root { --background: #1e1f22; --text: #e6e8eb; --muted: #a3abb5; --line: #3a3d42;
  --code: #26282c; --keyword: #d2a8ff; --string: #8ddb8c; --number: #79c0ff; --error: #ff9b8a; --error-surface: #3b211d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 16px/1.6 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 920px; margin: 0 auto; padding: 40px 24px 80px; }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 0.5em; } h1 { font-size: 1.9rem; margin-top: 0; } h2 { font-size: 1.4rem; } h3 { font-size: 1.15rem; }
.markdown p, ul, ol, .markdown table, blockquote { margin: 0.7em 0; }
blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 16px; color: var(--muted); }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 13px; }
code { background: var(--code); padding: 0.15em 0.35em; border-radius: 4px; }
pre { margin: 0; padding: 12px 16px; overflow-x: auto; line-height: 1.5; border-radius: 6px; background: var(--code); white-space: pre; }
pre code { padding: 0; background: none; font-size: inherit; }
.cell { margin: 18px 0; }
.code > pre { border: 1px solid var(--line); }
.outputs { display: grid; gap: 10px; margin-top: 10px; grid-template-columns: minmax(0, 1fr); }
.outputs pre { background: none; padding: 4px 16px; max-height: 480px; overflow: auto; }
.outputs pre.error { background: var(--error-surface); color: var(--error); padding: 12px 16px; white-space: pre-wrap; }
.outputs pre.stderr { color: var(--error); }
.outputs pre.note { color: var(--muted); }
.note { color: var(--muted); font-size: 13px; }
.keyword { color: var(--keyword); } .string { color: var(--string); } .number { color: var(--number); } .comment { color: var(--muted); font-style: italic; }
.address { color: var(--muted); font-size: 0.9em; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
.markdown table { border-collapse: collapse; } .markdown th, .markdown td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
@media print { main { max-width: none; padding: 0; } .outputs pre { max-height: none; white-space: pre-wrap; } }
`;
