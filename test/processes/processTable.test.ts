import assert from "node:assert/strict";
import { parsePs, processTable } from "../../src/processes/processTable.ts";

describe("the table of processes", () => {
  it("is read from macOS's ps: ids, parents, marks; zombies are left out", () => {
    const printed = [
      "    1     0 Ss   /sbin/launchd",
      "  501     1 S+   node kernel.cjs HOME=/Users/a TOKENWISE_KERNEL=7f-1 LANG=C",
      "  502   501 R    /bin/sleep 9 TOKENWISE_KERNEL=7f-12",
      "  503   501 Z    (node)",
      " 1504   502 S    sh -c true TOKENWISE_KERNEL=7f-1",
      "",
    ].join("\n");
    assert.deepEqual(parsePs(printed, "7f-1"), [
      { pid: 1, parent: 0, session: 0, isMarked: false },
      { pid: 501, parent: 1, session: 0, isMarked: true },
      { pid: 502, parent: 501, session: 0, isMarked: false },
      { pid: 1504, parent: 502, session: 0, isMarked: true },
    ]);
  });

  it("lists this process with its parent", function () {
    if (!["linux", "darwin"].includes(process.platform)) return this.skip();
    const own = processTable("no-mark").find(({ pid }) => pid === process.pid);
    assert.deepEqual([own?.parent, own?.isMarked], [process.ppid, false]);
  });
});
