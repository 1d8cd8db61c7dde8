// `npm run new:rule some-rule-id`: writes the rule's file, its page and its fixture, and lists the rule. Its tests run from
// then on, and fail until the rule finds what page and fixture say.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

const id = process.argv[2] ?? "";
if (!/^[a-z]+(-[a-z]+)+$/.test(id)) {
  console.error("Usage: npm run new:rule some-rule-id (lower case words with hyphens)");
  process.exit(2);
}
const name = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const rule = `import type { Rule } from "./rule.ts";

/** What it reports, in one sentence. */
export const ${name}: Rule = {
  id: "${id}",
  summary: "What it reports, in one sentence.",
  level: "warning",
  check: () => null,
};
`;

const wrong = `def f(x):
    B, T, C = x.shape
    return x  # expect: ${id}
`;

const page = `# ${id}

## What it does

## Why it matters

## Flagged

\`\`\`python
${wrong}\`\`\`

## Better

\`\`\`python
def f(x):
    B, T, C = x.shape
    return x
\`\`\`

## When not to
`;

/** @type {[string, string][]} */
const files = [
  [`src/lint/rules/${name}.ts`, rule],
  [`docs/rules/${id}.md`, page],
  [`test/lint/corpus/${id}/first.py`, wrong],
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

const index = "src/lint/rules/index.ts";
const listed = readFileSync(index, "utf8")
  .replace("import type { Rule }", `import { ${name} } from "./${name}.ts";\n$&`)
  .replace(/\n\];\n$/, `\n  ${name},\n];\n`);
writeFileSync(index, listed);
console.log(
  `listed ${name} in ${index}\nNow write its check; npm run mocha test/lint/rules.test.ts says what is missing.`,
);
