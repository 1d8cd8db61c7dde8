/** A specifier of another runtime's notebooks; the message is one sentence with the way out. */
export class ForeignImportError extends Error {
  override readonly name = "ForeignImportError";
}

/** The specifier as Node knows it: `npm:lodash@4/fp` is the installed lodash/fp. */
export function nodeSpecifier(specifier: string): string {
  const npm = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier);
  if (npm) return npm[1]! + (npm[2] ?? "");
  if (specifier.startsWith("jsr:"))
    throw new ForeignImportError(
      `"${specifier}" is a JSR package, which Node cannot import: install it with "npx jsr add ${specifier.slice(4)}" and import it by its name.`,
    );
  if (/^https?:/.test(specifier))
    throw new ForeignImportError(
      `"${specifier}" is a web address, which Node cannot import: install the package with npm, or save the file beside the notebook and import it by its path.`,
    );
  if (specifier === "tslab")
    throw new ForeignImportError(
      'The module "tslab" belongs to another kernel: import { display } from "tokenwise" instead (display.html, display.markdown, display.image).',
    );
  return specifier;
}
