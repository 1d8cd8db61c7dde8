// Every suite of the extension host; the bundle holds no others.
import "./cellTypes.test.ts";
import "./changingCells.test.ts";
import "./controllers.test.ts";
import "./debugging.test.ts";
import "./jupyter.test.ts";
import "./lifeCycle.test.ts";
import "./outputs.test.ts";
import "./running.test.ts";
import "./settings.test.ts";
