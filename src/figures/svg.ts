/** An SVG picture as plain data: the kernel and the page write it as text, the renderer builds DOM nodes of it. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly (SvgElement | string)[];
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export const svgNamespace = "http://www.w3.org/2000/svg";

/** One element. Attributes that are undefined are left out. */
export function el(
  name: string,
  attributes: Attributes = {},
  ...children: (SvgElement | string)[]
): SvgElement {
  return { name, attributes, children };
}

export function group(transform: { x: number; y: number }, ...children: SvgElement[]): SvgElement {
  return el(
    "g",
    { transform: `translate(${coordinate(transform.x)} ${coordinate(transform.y)})` },
    ...children,
  );
}

/** Coordinates to a twentieth of a pixel: what the eye can tell, and stable between machines. */
export function coordinate(value: number): number {
  const rounded = Math.round(value * 20) / 20;
  return Object.is(rounded, -0) ? 0 : rounded;
}

/** The attributes as they are written: numbers rounded, undefined left out. */
export function attributeEntries(attributes: Attributes): [string, string][] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === "number" ? String(coordinate(value)) : value]],
  );
}

/** The picture as SVG text. Every string is escaped and stripped of characters that XML forbids. */
export function svgText(element: SvgElement): string {
  const attributes = attributeEntries(element.attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");
  if (element.children.length === 0) return `<${element.name}${attributes}/>`;
  const children = element.children.map((child) =>
    typeof child === "string" ? escapeXml(child) : svgText(child),
  );
  return `<${element.name}${attributes}>${children.join("")}</${element.name}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const notInXml =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeXml(text: string): string {
  return text.replace(notInXml, "\ufffd").replace(/[&<>"']/g, (character) => entities[character]!);
}
