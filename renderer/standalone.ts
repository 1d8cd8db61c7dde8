import { isOutputMime } from "../src/protocol/outputs/index.ts";
import { OutputHost } from "./outputHost.ts";
import { documentTheme, onThemeChange } from "./theme.ts";

// The exported page holds each output as <div data-mime><script type="application/json">: data, which is drawn here.
const host = new OutputHost(documentTheme());
onThemeChange((theme) => host.setTheme(theme));
document.querySelectorAll<HTMLElement>(".tokenwise[data-mime]").forEach((element, index) => {
  const mime = element.dataset["mime"] ?? "";
  const data = element.querySelector("script")?.textContent ?? "";
  if (isOutputMime(mime)) host.show(String(index), mime, JSON.parse(data), element);
});
