// Mocha's own report, and the counts in a file for scripts/test.js ($MOCHA_RESULTS).
/* eslint-disable @typescript-eslint/no-require-imports -- mocha loads its reporters with require() */
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

const Shown = process.env.MOCHA_SHOWN === "spec" ? reporters.Spec : reporters.Dot;

module.exports = class CountingReporter extends Shown {
  /**
   * @param {import("mocha").Runner} runner
   * @param {import("mocha").MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(
        process.env.MOCHA_RESULTS ?? "results.json",
        JSON.stringify({ passes, failures, pending }),
      );
    });
  }
};
