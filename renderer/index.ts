import type { ActivationFunction, OutputItem } from "vscode-notebook-renderer";
import { bytesProblem } from "../src/figures/payloadLimits.ts";
import { isOutputMime } from "../src/protocol/outputs/index.ts";
import { OutputHost } from "./outputHost.ts";
import { documentTheme, onThemeChange } from "./theme.ts";

export const activate: ActivationFunction = () => {
  const host = new OutputHost(documentTheme());
  onThemeChange((theme) => host.setTheme(theme));
  return {
    renderOutputItem: (item, element) => render(host, item, element),
    disposeOutputItem: (id) => host.dispose(id),
  };
};

function render(host: OutputHost, item: OutputItem, element: HTMLElement): void {
  if (!isOutputMime(item.mime)) {
    host.fail(item.id, element, `This version of Tokenwise cannot draw ${item.mime}. A newer one may.`);
    return;
  }
  const tooLarge = bytesProblem(item.data().byteLength);
  if (tooLarge !== undefined) {
    host.fail(item.id, element, tooLarge);
    return;
  }
  let payload: unknown;
  try {
    payload = item.json();
  } catch {
    host.fail(item.id, element, "This output cannot be drawn: its data is not JSON.");
    return;
  }
  host.show(item.id, item.mime, payload, element);
}
