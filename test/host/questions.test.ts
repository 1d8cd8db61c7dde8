import assert from "node:assert/strict";
import { Questions, Turns } from "../../src/host/questions.ts";

describe("what cells ask", () => {
  const never = new AbortController().signal;

  it("is asked one question at a time", async () => {
    const turns = new Turns();
    const answers: ((text: string) => void)[] = [];
    const ask = () => new Promise<string>((resolve) => answers.push(resolve));
    const given = Promise.all([turns.take(ask, never), turns.take(ask, never)]);
    await turnOfLoop();
    assert.equal(answers.length, 1);
    answers[0]!("one");
    await turnOfLoop();
    answers[1]!("two");
    assert.deepEqual(await given, ["one", "two"]);
  });

  it("is not asked any more where that has become needless, nor held up by a question that failed", async () => {
    const turns = new Turns();
    const needless = new AbortController();
    const fails = turns.take(() => Promise.reject(new Error("no box")), never);
    const dropped = turns.take(() => Promise.resolve("asked"), needless.signal);
    const last = turns.take(() => Promise.resolve("last"), never);
    needless.abort();
    await assert.rejects(fails, /no box/);
    assert.deepEqual([await dropped, await last], [undefined, "last"]);
  });

  it("is dropped with the execution that asked, and the rest with the kernel", async () => {
    const questions = new Questions();
    const replies: string[] = [];
    questions.handler = (prompt, signal) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve(`${prompt} closed`)));
    const asked = [1, 2].map((execution) =>
      questions.ask(execution, String(execution), (text) => replies.push(String(text))),
    );
    questions.drop(1);
    await asked[0];
    questions.drop();
    await asked[1];
    // What was stopped must not go on because somebody answered.
    assert.equal(replies.length, 0);
    questions.handler = () => Promise.reject(new Error("no box"));
    await questions.ask(3, "", (text) => replies.push(String(text)));
    assert.deepEqual(replies, ["undefined"]);
  });
});

const turnOfLoop = () => new Promise((resolve) => setImmediate(resolve));
