import { h } from "./dom.ts";

/** Hands a file to the reader: VS Code and browsers both take a click on a download link. */
function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export function saveText(name: string, mime: string, content: string): void {
  saveFile(name, new Blob([content], { type: mime }));
}

/** An SVG text as a PNG file, drawn at twice its size. */
export async function savePng(name: string, svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = h("canvas", { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob !== null) saveFile(name, blob);
}

/** Puts text on the clipboard; false where neither way is allowed. */
export async function copyText(content: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(content);
    return true;
  } catch {
    return copyBySelection(content);
  }
}

/** The older way, which needs no permission: a selected text field. The focus goes back to where it was. */
function copyBySelection(content: string): boolean {
  const before = document.activeElement;
  const field = h("textarea", { class: "tw-spoken", "aria-hidden": "true" });
  field.value = content;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}

/** A title as a file name. */
export function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "tokenwise"
  );
}
