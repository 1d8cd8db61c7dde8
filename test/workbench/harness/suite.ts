import { launchBrowser, type Browser, type BrowserOptions } from "./browser.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "./server.ts";
import { Workbench } from "./workbench.ts";

/** A window of VS Code for the tests of one `describe`; the window is opened anew for each test. */
export interface Suite {
  readonly server: TestServer;
  readonly workbench: Workbench;
}

/** All pictures are drawn that lie within the window, so it is a tall one. */
const tall = { width: 1400, height: 10_000 };

/** Call it within `describe`; the result is filled when the tests run. */
export function inWorkbench(options: TestServerOptions & BrowserOptions): Suite {
  let server: TestServer | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  before(async () => {
    server = await startTestServer(options);
    browser = await launchBrowser({ ...tall, ...options });
  });
  beforeEach(async () => {
    workbench = await Workbench.open(browser!, server!.origin, server!.folder);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench?.keepScreenshot(this.currentTest.title);
    await workbench?.close();
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
