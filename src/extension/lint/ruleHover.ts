import * as vscode from "vscode";
import type { Problems } from "./problems.ts";
import type { RulePages } from "./rulePages.ts";
import { checkedLanguages } from "./checkedLanguages.ts";

/** Over a finding, the page of its rule: what it does, why it matters, wrong and better code. */
export function registerRuleHover(problems: Problems, pages: RulePages): vscode.Disposable {
  return vscode.languages.registerHoverProvider(checkedLanguages, {
    async provideHover(document, position) {
      const here = problems.of(document.uri).filter(({ range }) => range.contains(position));
      if (here.length === 0) return undefined;
      const ids = [...new Set(here.map(({ finding }) => finding.ruleId))];
      const texts = await Promise.all(
        ids.map(async (id) => new vscode.MarkdownString(`### ${id}\n\n${await pages.text(id)}`)),
      );
      return new vscode.Hover(texts, here[0]!.range);
    },
  });
}
