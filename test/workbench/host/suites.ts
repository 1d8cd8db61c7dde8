// Every suite of the extension host; the bundle holds no others.
import "./controllers.test.ts";
import "./running.test.ts";
