// Sans-serif fonts differ little in these classes; measured on the common system fonts and rounded up.
const narrow = /[ijl.,:;|!'"`()[\]{} tfrI1/\\-]/;
const wide = /[mwMW@%—…]/;
// East Asian wide characters and emoji take a full em in a text, and two columns in a terminal.
const fullWidth =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Estimated width in pixels of sans-serif text at a font size in pixels, with a little to spare. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) {
    if (fullWidth.test(character)) em += 1;
    else if (narrow.test(character)) em += 0.38;
    else if (wide.test(character)) em += 0.98;
    else em += /[A-Z0-9]/.test(character) ? 0.68 : 0.61;
  }
  return em * fontSize;
}

/** Columns that text takes in a terminal. */
export function columnWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += fullWidth.test(character) ? 2 : 1;
  return columns;
}

/** Text cut with an ellipsis to fit `width` pixels. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`, fontSize) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Text cut at its beginning: of a path, the end tells more than the start. */
export function fitPath(path: string, width: number, fontSize: number): string {
  if (textWidth(path, fontSize) <= width) return path;
  const characters = [...path];
  while (characters.length > 0 && textWidth(`…${characters.join("")}`, fontSize) > width) characters.shift();
  return `…${characters.join("")}`;
}

/** Text broken at blanks (or anywhere in scripts without blanks) into lines of at most `width` pixels. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/[^\s\u2e80-\u9fff]+\s*|[\u2e80-\u9fff]|\s+/g) ?? []) {
    if (line !== "" && textWidth(line + piece.trimEnd(), fontSize) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
