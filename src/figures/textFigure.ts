import { document, paragraph } from "./picture.ts";
import type { SvgElement } from "./svg.ts";
import type { Theme } from "./theme.ts";

const width = 780;
const mostLines = 60;

/** Plain lines as a picture, for outputs that have no drawing of their own. */
export function textFigure(content: string, theme: Theme): SvgElement {
  const [title = "", ...lines] = content.split("\n");
  const blocks = lines.slice(0, mostLines).map((line) => paragraph(line, width - 40));
  return document(width, theme, { title, description: title }, blocks);
}
