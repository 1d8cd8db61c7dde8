import { attributeEntries, svgNamespace, type SvgElement } from "../src/figures/svg.ts";

type Child = Node | string;
type Properties = Readonly<Record<string, string | number | boolean | undefined>>;

/** An HTML element; false and undefined attributes are left out, true ones are empty. Text is never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties))
    if (value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : String(value));
  element.append(...children);
  return element;
}

/** A picture of src/figures as DOM nodes: no text is parsed on the way. */
export function svgDom(picture: SvgElement): SVGElement {
  const element = document.createElementNS(svgNamespace, picture.name) as SVGElement;
  for (const [name, value] of attributeEntries(picture.attributes))
    if (name !== "xmlns") element.setAttribute(name, value);
  for (const child of picture.children) element.append(typeof child === "string" ? child : svgDom(child));
  return element;
}

let lastId = 0;

/** An id for labels and descriptions, unique in the document. */
export function uniqueId(prefix: string): string {
  lastId += 1;
  return `tokenwise-${prefix}-${lastId}`;
}
