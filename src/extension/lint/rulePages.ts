import * as vscode from "vscode";

/** The rules' pages, which ship with the extension. */
export class RulePages {
  private readonly folder: vscode.Uri;
  private readonly texts = new Map<string, Promise<string>>();

  constructor(extensionUri: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(extensionUri, "docs", "rules");
  }

  uri(ruleId: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${ruleId}.md`);
  }

  /** The page as Markdown, without its title and the marks by which tests read it. */
  text(ruleId: string): Promise<string> {
    const known = this.texts.get(ruleId);
    if (known) return known;
    const read = Promise.resolve(vscode.workspace.fs.readFile(this.uri(ruleId))).then((bytes) =>
      new TextDecoder()
        .decode(bytes)
        .replace(/^# .*\n+/, "")
        .replace(/ *(?:#|\/\/) expect: [\w-]+$/gm, ""),
    );
    this.texts.set(ruleId, read);
    return read;
  }
}
