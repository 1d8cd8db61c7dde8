import type { FrameLocator, Locator, Page } from "playwright-core";
import type { Browser } from "./browser.ts";
import { until } from "./pictures.ts";

export interface WindowOptions {
  /** Path of an extension that is loaded from its folder, as F5 does. */
  readonly extensionDevelopmentPath?: string | undefined;
  /** Where it runs, if not where its package.json says: "web" is the browser. */
  readonly extensionDevelopmentKind?: "web" | "workspace" | undefined;
}

/** A window of the real VS Code, as its user meets it. */
export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    origin: string,
    folder: string,
    { extensionDevelopmentPath: path, extensionDevelopmentKind: kind }: WindowOptions = {},
  ): Promise<Workbench> {
    const page = await browser.newPage();
    const payload = JSON.stringify([
      ["skipWelcome", "true"],
      ["skipReleaseNotes", "true"],
      ...(path === undefined ? [] : [["extensionDevelopmentPath", `vscode-remote://remote${path}`]]),
      ...(kind === undefined ? [] : [["extensionDevelopmentKind", kind]]),
    ]);
    await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`);
    await page.waitForSelector(".monaco-workbench");
    await page.waitForFunction(() => "driver" in window);
    await page.evaluate(() =>
      (
        window as unknown as { driver: { whenWorkbenchRestored(): Promise<void> } }
      ).driver.whenWorkbenchRestored(),
    );
    // An icon of an extension shows that extensions are registered; a notebook opened earlier opens as JSON for good.
    await page.waitForSelector(".explorer-folders-view .python-lang-file-icon");
    return new Workbench(page);
  }

  /** Runs a command by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input.input");
    await input.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await this.page.keyboard.press("Enter");
  }

  /** Chooses from an open menu. By key: a menu that has just opened ignores the mouse. */
  async choose(item: string | RegExp): Promise<void> {
    await this.page.getByRole("menuitem", { name: item }).hover();
    await this.page.keyboard.press("Enter");
  }

  async openFile(name: string): Promise<void> {
    await this.page.getByRole("treeitem", { name, exact: false }).first().dblclick();
  }

  async openNotebook(name: string): Promise<void> {
    await this.openFile(name);
    await this.page.locator(".notebookOverlay:visible").first().waitFor();
    await this.page.locator(".kernel-label:visible").waitFor();
  }

  /** The kernel picker's text: the selected kernel, or the request to select one. */
  kernelLabel(): Locator {
    return this.page.locator(".kernel-label:visible");
  }

  async runAll(): Promise<void> {
    await this.toolbarButton("Run All").click();
  }

  /** Runs one cell, counted from 0, and waits until it has ended. */
  async runCell(index: number): Promise<void> {
    await this.startCell(index);
    await this.cell(index)
      .locator(".execution-count-label", { hasText: /\[\d+\]/ })
      .waitFor();
  }

  /** Outputs that are drawn meanwhile move a cell away from the mouse. */
  async startCell(index: number): Promise<void> {
    const button = this.cell(index).locator(".run-button-container .codicon-notebook-execute");
    await until(`cell ${index} is run`, async () => {
      await this.cell(index).hover();
      return button.click({ timeout: 2000 }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** Waits until the cursor stands in this line of this cell. */
  async focusedLine(index: number, text: string): Promise<void> {
    const editor = this.cell(index).locator(".monaco-editor.focused");
    await editor.waitFor();
    const line = await editor.locator(".view-line", { hasText: text }).boundingBox();
    const cursor = await editor.locator(".cursors-layer .cursor").first().boundingBox();
    const middle = (cursor?.y ?? 0) + (cursor?.height ?? 0) / 2;
    if (line === null || middle < line.y || middle > line.y + line.height)
      throw new Error(`The cursor of cell ${index + 1} does not stand in "${text}".`);
  }

  cell(index: number): Locator {
    return this.page.locator(`.notebookOverlay:visible .monaco-list-row[data-index="${index}"]`);
  }

  /** A button of the notebook's toolbar, by the words on it. */
  toolbarButton(name: string): Locator {
    return this.page.locator(".notebook-toolbar-container:visible").getByText(name, { exact: true });
  }

  /** The document in which all outputs of the shown notebook stand; their order there is not the order of cells. */
  outputs(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+s");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  async isDirty(): Promise<boolean> {
    return (await this.page.locator(".tab.active.dirty").count()) > 0;
  }

  async closeEditor(): Promise<void> {
    await this.command("View: Close Editor");
    await this.page.locator(".notebookOverlay:visible").first().waitFor({ state: "hidden" });
  }

  /** Waits until the kernel of the shown notebook has nothing to do. */
  async idle(): Promise<void> {
    await this.page.locator(".statusbar-item", { hasText: "Tokenwise: idle" }).waitFor();
  }

  /** A message of VS Code's with this text. The smoke-test driver shows none by itself, so the list of them is opened. */
  async notification(text: string): Promise<Locator> {
    await this.command("Notifications: Show Notifications");
    const item = this.page.locator(".notifications-center .notification-list-item", { hasText: text });
    await item.waitFor();
    return item;
  }

  /** Closes the window; what was not saved is thrown away. */
  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** Keeps what the window shows, for whoever reads a failed test. */
  async keepScreenshot(title: string): Promise<void> {
    const path = `.cache/screenshots/${title.replaceAll(/\W+/g, "-")}.png`;
    await this.page.screenshot({ path, clip: { x: 0, y: 0, width: 1400, height: 3000 } });
    console.log(`      screenshot: ${path}`);
  }
}
