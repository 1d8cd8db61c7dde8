import assert from "node:assert/strict";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
}

/** A strict reader for the XML that pictures use: throws where tags do not match or a character is not allowed. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  for (const tag of text.matchAll(/<(\/?)([A-Za-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g)) {
    assertText(text.slice(end, tag.index));
    end = tag.index + tag[0].length;
    const [, closing, name, attributes = "", isEmpty] = tag;
    if (closing === "/") {
      assert.equal(open.pop()!.name, name, "a closing tag without its opening one");
      continue;
    }
    const element = { name: name!, attributes: attributesOf(attributes), children: [] };
    open.at(-1)!.children.push(element);
    if (isEmpty === "") open.push(element);
  }
  assertText(text.slice(end));
  assert.equal(open.length, 1, "an element is not closed");
  return root;
}

function assertText(text: string): void {
  assert.doesNotMatch(
    text,
    /[<\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!amp;|lt;|gt;|quot;|#39;)/,
  );
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
}
