import * as vscode from "vscode";
import type { TensorSummary } from "../../protocol/messages.ts";
import type { ListedVariable } from "./variablesView.ts";

const icons: Record<string, string> = {
  Tensor: "symbol-array",
  class: "symbol-class",
  function: "symbol-function",
  boolean: "symbol-boolean",
  number: "symbol-number",
  bigint: "symbol-number",
  string: "symbol-string",
};

/** One line of the view: `x  Tensor [2, 6, 64]  mean 0.01  min -3.2  max 3.1`, or type and preview. */
export function variableItem(variable: ListedVariable): vscode.TreeItem {
  const { name, type, preview, tensor } = variable;
  const item = new vscode.TreeItem(name);
  const facts = tensor === undefined ? [preview] : [shapeOf(tensor), ...statisticsOf(tensor)];
  item.description = [type, ...facts].join("  ");
  // That of a sample is made when it is asked for, see exactTooltip.
  if (tensor?.sample === undefined) item.tooltip = tooltip(variable, facts);
  item.iconPath = new vscode.ThemeIcon(icons[type] ?? "symbol-variable");
  item.contextValue = tensor === undefined ? "variable" : "tensor";
  item.command = { command: "tokenwise.openVariable", title: "Open", arguments: [variable] };
  item.accessibilityInformation = { label: [name, type, ...facts].join(", ") };
  return item;
}

/** What a tensor's line tells when it is pointed at, with statistics of all elements. */
export function exactTooltip(variable: ListedVariable, exact: TensorSummary): string {
  return tooltip(variable, [shapeOf(exact), ...statisticsOf(exact)]);
}

function tooltip({ name, type }: ListedVariable, facts: readonly string[]): string {
  return [`${name}: ${type}`, ...facts].join("\n");
}

function shapeOf({ shape }: TensorSummary): string {
  return `[${shape.join(", ")}]`;
}

/** Over the finite values; a tensor without any has counts of the others only. */
function statisticsOf({ mean, min, max, nan, infinite, sample }: TensorSummary): string[] {
  const named = { mean, min, max };
  const known = Object.entries(named).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${Number(value.toPrecision(4))}`],
  );
  const of = sample === undefined ? [] : [`(of a sample of ${sample.toLocaleString("en")})`];
  const others = infinite === undefined ? [] : [`${infinite} infinite`];
  return [...known, `${nan} NaN`, ...others, ...of];
}
