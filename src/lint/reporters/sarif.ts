import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { Finding, Place } from "../finding.ts";
import { fingerprints } from "../fingerprint.ts";
import { rules } from "../rules/index.ts";
import { unusedIgnoreRule } from "../unusedIgnore.ts";
import type { LintReport, Reporter } from "./reporter.ts";

const described = [...rules, unusedIgnoreRule];

/**
 * SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"). `rank` is the confidence, 0 to 100; a finding in a
 * notebook has the cell's number in its properties and its lines are counted within the cell.
 */
export const sarif: Reporter = (report) => `${JSON.stringify(log(report), null, 2)}\n`;

function log({ findings, errors, version, pages }: LintReport): Log {
  const prints = fingerprints(findings);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tokenwise",
            semanticVersion: version,
            rules: described.map((rule) => descriptor(rule, pages?.get(rule.id))),
          },
        },
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
        results: findings.map((finding, index) => result(finding, prints[index]!)),
      },
    ],
  };
}

/** The help is the rule's page; its text form is what the page says first. */
function descriptor(rule: (typeof described)[number], page: string | undefined): ReportingDescriptor {
  const what = page && /^## What it does\n\n([\s\S]*?)\n\n/m.exec(page)?.[1];
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    ...(what ? { fullDescription: { text: what.replaceAll("\n", " ") } } : {}),
    help: { text: page ?? rule.summary, ...(page ? { markdown: page } : {}) },
    defaultConfiguration: { enabled: !rule.off, level: rule.level },
  };
}

function result(finding: Finding, fingerprint: string): Result {
  return {
    ruleId: finding.ruleId,
    ruleIndex: described.findIndex((rule) => rule.id === finding.ruleId),
    level: finding.severity,
    message: { text: finding.message },
    rank: finding.confidence,
    locations: [location(finding.path, finding)],
    relatedLocations: finding.related.map((related, id) => ({
      id,
      ...location(related.path ?? finding.path, related),
      message: { text: related.message },
    })),
    partialFingerprints: { "tokenwise/v1": fingerprint },
    ...(finding.cell === undefined ? {} : { properties: { cell: finding.cell } }),
  };
}

const location = (path: string, place: Place): Location => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(path) },
    region: {
      startLine: place.line,
      startColumn: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
    },
  },
  ...(place.cell === undefined ? {} : { properties: { cell: place.cell } }),
});

/** A relative path as a relative URI, an absolute one as a file URI. */
function uriOf(path: string): string {
  const parts = path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  if (parts.startsWith("/")) return `file://${parts}`;
  return /^[A-Za-z]%3A\//.test(parts) ? `file:///${parts.replace("%3A", ":")}` : parts;
}
