import { mkdirSync } from "node:fs";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { chromium as driver, type Page } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long one wait may take, in milliseconds: the machine may have other work too. */
const patience = 60_000;

export interface Browser {
  /** A page with a storage of its own: nothing that an earlier one left open is opened again. */
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width?: number;
  readonly height?: number;
}

/** A headless Chromium that reaches nothing but this machine. Set CHROMIUM to use another one than the package's. */
export async function launchBrowser({ width = 1400, height = 1000 }: BrowserOptions = {}): Promise<Browser> {
  const browser = await driver.launch({
    executablePath: process.env["CHROMIUM"] ?? (await unpackedChromium()),
    args: flags,
    timeout: 60_000,
  });
  return {
    newPage: async () => {
      const context = await browser.newContext({ viewport: { width, height } });
      context.setDefaultTimeout(patience);
      await context.route(
        (url) => !isLocal(url),
        (route) => route.abort(),
      );
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** The package unpacks itself into the temporary folder; ours is kept between runs and is nobody else's. */
async function unpackedChromium(): Promise<string> {
  const { TMPDIR } = process.env;
  const folder = join(import.meta.dirname, "..", "..", "..", ".cache", "chromium");
  mkdirSync(folder, { recursive: true });
  process.env["TMPDIR"] = folder;
  try {
    return await chromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
}

/** VS Code's webviews are served from <hash>.vscode-resource hosts by a service worker of our own server. */
function isLocal(url: URL): boolean {
  return !url.protocol.startsWith("http") || url.hostname === "127.0.0.1";
}
