// npm run bench [section ...]: measures against the peers side by side and writes bench/results.md, or on Node 20, whose
// WebAssembly is another, bench/results.node20.md.
import { readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { resolve } from "node:path";
import { growthSection } from "./growthSection.ts";
import { matmulSection } from "./matmulSection.ts";
import { gptSection, trainingSection } from "./modelSections.ts";
import { kernels } from "./ours.ts";
import { preparePeers } from "./peers.ts";
import { profileSection } from "./profileSection.ts";
import { layerNormSection, otherRowsSection } from "./rowSections.ts";
import { startSection } from "./startSection.ts";
import { Torch } from "./torch.ts";

const sections: Readonly<Record<string, (torch: Torch | null) => Promise<string>>> = {
  layerNorm: layerNormSection,
  rows: otherRowsSection,
  matmul: matmulSection,
  gpt: gptSection,
  training: trainingSection,
  profile: profileSection,
  growth: growthSection,
  start: startSection,
};

const page = process.versions.node.startsWith("20.") ? "../results.node20.md" : "../results.md";
const results = resolve(import.meta.dirname, page);
const marker = (name: string) => `<!-- ${name} -->`;

/** Puts a section's text between its markers, and leaves what else the page says. */
function write(name: string, text: string): void {
  const page = readFileSync(results, "utf8");
  const [before, rest] = page.split(marker(name));
  const after = rest?.split(marker(`end of ${name}`))[1];
  if (after === undefined) throw new Error(`bench/results.md has no place for ${name}`);
  writeFileSync(results, `${before}${marker(name)}\n\n${text}\n\n${marker(`end of ${name}`)}${after}`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in sections));
if (unknown) throw new Error(`unknown section ${unknown}; there are ${Object.keys(sections).join(", ")}`);
await preparePeers();
const started = await Torch.start();
const processor = cpus()[0]?.model ?? "unknown processor";
const machine = `${cpus().length} cores of ${processor}, ${platform()} ${arch()}, Node ${process.versions.node}, ${kernels.name}, ${started ? `PyTorch ${started.version}` : "no PyTorch"}`;
write("machine", machine);
console.log(machine);
for (const [name, section] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const text = await section(started?.torch ?? null);
  write(name, text);
  console.log(`\n${text}`);
}
started?.torch.end();
