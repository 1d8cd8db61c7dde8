import { dark, highContrastDark, highContrastLight, light, type Theme } from "../src/figures/theme.ts";

/** The theme of the document: VS Code's kind and colours, or the reader's preference in a page. */
export function documentTheme(): Theme {
  const kind = document.body.dataset["vscodeThemeKind"] ?? "";
  if (kind === "vscode-high-contrast") return withEditorColors(highContrastDark);
  if (kind === "vscode-high-contrast-light") return withEditorColors(highContrastLight);
  if (kind === "vscode-dark") return withEditorColors(dark);
  if (kind === "vscode-light") return withEditorColors(light);
  return matchMedia("(prefers-color-scheme: dark)").matches ? dark : light;
}

/** Calls back at once when VS Code (or the system) changes its theme; gives back how to stop. */
export function onThemeChange(listener: (theme: Theme) => void): () => void {
  const changed = () => listener(documentTheme());
  const observer = new MutationObserver(changed);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-kind", "data-vscode-theme-id"],
  });
  // VS Code writes the colours themselves as properties of the root element.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  const preference = matchMedia("(prefers-color-scheme: dark)");
  preference.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    preference.removeEventListener("change", changed);
  };
}

/** The editor's own background and text, so that a picture sits in the notebook without a seam. */
function withEditorColors(theme: Theme): Theme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string, otherwise: string) => {
    const value = style.getPropertyValue(name).trim();
    return /^#[0-9a-f]{6}$/i.test(value) ? value : otherwise;
  };
  return {
    ...theme,
    background: color("--vscode-editor-background", theme.background),
    text: color("--vscode-editor-foreground", theme.text),
  };
}

/** The theme as custom properties, for the style sheet. */
export function applyTheme(element: HTMLElement, theme: Theme): void {
  for (const [name, value] of Object.entries(theme))
    if (typeof value === "string") element.style.setProperty(`--tw-${name}`, value);
}
