import type { Finding } from "../finding.ts";
import { rules } from "../rules/index.ts";
import type { Reporter } from "./reporter.ts";

/** SARIF 2.1.0. `rank` is the confidence; a finding in a notebook has the cell's number in its properties. */
export const sarif: Reporter = ({ findings, errors, version }) => {
  const fingerprints = new Map<string, number>();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "tokenwise", semanticVersion: version, rules: rules.map(ruleDescriptor) } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: errors.map(({ path, message }) => ({
              level: "note",
              message: { text: `${path}: ${message}` },
            })),
          },
        ],
        results: findings.map((finding) => result(finding, fingerprints)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const ruleDescriptor = (rule: (typeof rules)[number]) => ({
  id: rule.id,
  shortDescription: { text: rule.summary },
  help: {
    text: `${rule.summary} See docs/rules/${rule.id}.md.`,
    markdown: `${rule.summary} See docs/rules/${rule.id}.md.`,
  },
  defaultConfiguration: { enabled: !rule.off, level: rule.level },
});

function result(finding: Finding, fingerprints: Map<string, number>) {
  return {
    ruleId: finding.ruleId,
    ruleIndex: rules.findIndex((rule) => rule.id === finding.ruleId),
    level: finding.severity,
    message: { text: finding.message },
    rank: finding.confidence,
    locations: [location(finding.path, finding)],
    relatedLocations: finding.related.map((related, id) => ({
      id,
      ...location(finding.path, related),
      message: { text: related.message },
    })),
    partialFingerprints: { "tokenwise/v1": fingerprint(finding, fingerprints) },
    ...(finding.cell === undefined ? {} : { properties: { cell: finding.cell } }),
  };
}

const location = (path: string, place: Pick<Finding, "line" | "column" | "endLine" | "endColumn">) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(path.replace(/\\/g, "/")) },
    region: {
      startLine: place.line,
      startColumn: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
    },
  },
});

/** Rule, file and the text of the line, with a count for repeats: it survives lines that move. */
function fingerprint(finding: Finding, seen: Map<string, number>): string {
  const key = `${finding.ruleId}|${finding.path}|${finding.sourceLine.trim()}`;
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return `${hash(key)}:${count}`;
}

/** FNV-1a over UTF-16 code units, 32 bits twice. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index++) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - index), 0x85ebca6b);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
