import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "./run.js";
import { codeServerEntry, node24 } from "./workbench.js";

/** Settings that keep the workbench quiet: no welcome page, no tips, nothing that reaches for the network. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.editorAssociations": { "*.ipynb": "jupyter-notebook" },
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "chat.disableAIFeatures": true,
};

/**
 * VS Code in the browser, on the loopback address only, with its data in a folder of its own.
 *
 * @typedef {object} ServerOptions
 * @property {string} data folder for settings, extensions and the server's home
 * @property {string[]} extensions .vsix files to install
 * @property {Record<string, unknown>} [settings] on top of the quiet ones
 * @property {boolean} [smokeTest] exposes `window.driver`, and is needed for tests in the extension host
 * @property {boolean} [trust] false: folders have to be trusted first, as on the desktop
 *
 * @typedef {{ origin: string, pid: number, stop: () => Promise<void> }} Server
 */

/**
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startCodeServer({ data, extensions, settings = {}, smokeTest = false, trust = true }) {
  const user = join(data, "user-data", "User");
  mkdirSync(user, { recursive: true });
  mkdirSync(join(data, "home"), { recursive: true });
  const trusted = { "security.workspace.trust.enabled": !trust };
  writeFileSync(join(user, "settings.json"), JSON.stringify({ ...quietSettings, ...trusted, ...settings }));
  writeFileSync(join(data, "config.yaml"), "");
  const base = [
    codeServerEntry,
    ...["--config", join(data, "config.yaml")],
    ...["--user-data-dir", join(data, "user-data")],
    ...["--extensions-dir", join(data, "extensions")],
  ];
  const env = { HOME: join(data, "home") };
  for (const vsix of extensions) {
    const code = await run(node24, [...base, "--install-extension", vsix, "--force"], { env, quiet: true });
    if (code !== 0) throw new Error(`VS Code refused to install ${vsix} (exit code ${code}).`);
  }
  const port = await freePort();
  const log = openSync(join(data, "server.log"), "w");
  const server = spawn(node24, [...base, ...serverFlags(port, { smokeTest, trust })], {
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
    detached: true, // a process group of its own, so that stop() ends the extension host and its kernels too
  });
  closeSync(log);
  const stop = () => endGroup(server);
  const origin = `http://127.0.0.1:${port}`;
  try {
    await isHealthy(origin, server, join(data, "server.log"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin, pid: /** @type {number} */ (server.pid), stop };
}

/**
 * @param {number} port
 * @param {{ smokeTest: boolean, trust: boolean }} options
 */
function serverFlags(port, { smokeTest, trust }) {
  return [
    ...["--bind-addr", `127.0.0.1:${port}`, "--auth", "none"],
    ...[
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-getting-started-override",
      "--disable-proxy",
    ],
    ...(trust ? ["--disable-workspace-trust"] : []),
    ...(smokeTest ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    "-e",
  ];
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject()));
    });
  });
}

/**
 * @param {string} origin
 * @param {import("node:child_process").ChildProcess} server
 * @param {string} log
 */
async function isHealthy(origin, server, log) {
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (server.exitCode !== null)
      throw new Error(`VS Code's server ended with ${server.exitCode}: see ${log}.`);
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200);
  }
  throw new Error(`VS Code's server did not answer within a minute: see ${log}.`);
}

/** @param {import("node:child_process").ChildProcess} leader */
async function endGroup(leader) {
  const pid = leader.pid;
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  for (let waited = 0; waited < 5000 && signalGroup(pid, 0); waited += 100) await sleep(100);
  signalGroup(pid, "SIGKILL");
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether any process of the group is left
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
