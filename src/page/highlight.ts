import { escapeHtml } from "./html.ts";

const keywords = {
  script:
    "as async await break case catch class const continue default delete do else export extends false finally for from function if import in instanceof interface let new null of return static super switch this throw true try type typeof undefined var void while yield",
  python:
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield",
};

const patterns = {
  script:
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_$][\w$]*)/g,
  python:
    /(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<number>\b\d[\w.]*)|(?<word>[A-Za-z_]\w*)/g,
};

/** Code as HTML with light highlighting; languages that are not known stay plain. */
export function highlight(code: string, language: string): string {
  const family = language === "python" ? "python" : /^(?:java|type)script/.test(language) ? "script" : null;
  if (family === null) return escapeHtml(code);
  const words = new Set(keywords[family].split(" "));
  let html = "";
  let end = 0;
  for (const match of code.matchAll(patterns[family])) {
    const kind = Object.entries(match.groups!).find(([, text]) => text !== undefined)![0];
    const styled = kind === "word" ? (words.has(match[0]) ? "keyword" : null) : kind;
    const text = escapeHtml(match[0]);
    html += escapeHtml(code.slice(end, match.index));
    html += styled === null ? text : `<span class="${styled}">${text}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(code.slice(end));
}
