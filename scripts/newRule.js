// `npm run new:rule some-rule-id`: writes the rule's file, its page and its corpus folder.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";

const id = process.argv[2] ?? "";
if (!/^[a-z]+(-[a-z]+)+$/.test(id)) {
  console.error("Usage: npm run new:rule some-rule-id (lower case words with hyphens)");
  process.exit(2);
}
const name = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const rule = `import type { Rule } from "./rule.ts";

/** TODO: what it reports, in one sentence. */
export const ${name}: Rule = {
  id: "${id}",
  summary: "TODO.",
  level: "warning",
  check(fact, context) {
    return null;
  },
};
`;

const page = `# ${id}

## What it does

## Why it matters

## Flagged

\`\`\`python
\`\`\`

## Better

\`\`\`python
\`\`\`

## When not to
`;

/** @type {[string, string][]} */
const files = [
  [`src/lint/rules/${name}.ts`, rule],
  [`docs/rules/${id}.md`, page],
  [`test/lint/corpus/${id}/first.py`, `# A line that must be flagged ends in "# expect: ${id}".\n`],
];
for (const [path, text] of files) {
  if (existsSync(path)) {
    console.error(`${path} exists already.`);
    process.exit(2);
  }
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
console.log(
  `Now add ${name} to src/lint/rules/index.ts; npm run mocha test/lint/rules.test.ts says what is missing.`,
);
