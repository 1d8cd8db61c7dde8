import { tokenStatsPayload } from "../test/figures/payloads/tokenStats.ts";
import type { Browser } from "../test/workbench/harness/browser.ts";
import { RendererPage } from "../test/workbench/harness/rendererPage.ts";

const outputs = 50;
const stats = "application/vnd.tokenwise.token-stats.v1+json";

/** How long the frames take while 50 outputs of token statistics scroll by at 60 pixels a frame, in words. */
export async function scrollFrames(browser: Browser): Promise<string> {
  const page = await RendererPage.open(browser);
  for (let index = 0; index < outputs; index++) await page.show(String(index), stats, tokenStatsPayload());
  await page.frame();
  const times = (await frameTimes(page)).sort((a, b) => a - b);
  await page.close();
  const [median, most, longest] = [0.5, 0.99, 1].map(
    (share) => `${times[Math.ceil(share * times.length) - 1]!.toFixed(0)} ms`,
  );
  return `${outputs} outputs of token statistics scrolled by at 60 pixels a frame: ${times.length} frames, median ${median}, 99 % within ${most}, longest ${longest}.`;
}

/** Milliseconds from each frame to the next while the page scrolls from its top to its end. */
function frameTimes({ page }: RendererPage): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        const step = (now: number) => {
          times.push(now - last);
          last = now;
          window.scrollTo(0, times.length * 60);
          if (window.scrollY + window.innerHeight + 1 < document.documentElement.scrollHeight)
            requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
  );
}
