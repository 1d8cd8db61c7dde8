// Every suite of the extension host; the bundle holds no others.
import "./controllers.test.ts";
import "./lifeCycle.test.ts";
import "./outputs.test.ts";
import "./running.test.ts";
