import { launchBrowser, type Browser, type BrowserOptions } from "./browser.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "./server.ts";
import { Workbench, type WindowOptions } from "./workbench.ts";

/** A window of VS Code for the tests of one `describe`. */
export interface Suite {
  readonly server: TestServer;
  readonly workbench: Workbench;
}

/** All pictures are drawn that lie within the window, so it is a tall one. */
const tall = { width: 1400, height: 10_000 };

export interface SuiteOptions extends TestServerOptions, BrowserOptions, WindowOptions {
  /** All tests in one window, each going on where the one before has ended; else each has a new window. */
  readonly oneWindow?: boolean;
}

/** Call it within `describe`; the result is filled when the tests run. */
export function inWorkbench({
  oneWindow = false,
  width,
  height,
  extensionDevelopmentPath,
  extensionDevelopmentKind,
  ...options
}: SuiteOptions): Suite {
  let server: TestServer | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  before(async () => {
    server = await startTestServer(options);
    browser = await launchBrowser({ width: width ?? tall.width, height: height ?? tall.height });
  });
  beforeEach(async () => {
    if (workbench !== undefined && oneWindow) return;
    await workbench?.close();
    workbench = await Workbench.open(browser!, server!.origin, server!.folder, {
      extensionDevelopmentPath,
      extensionDevelopmentKind,
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench?.keepScreenshot(this.currentTest.title);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  return {
    get server() {
      return server!;
    },
    get workbench() {
      return workbench!;
    },
  };
}
