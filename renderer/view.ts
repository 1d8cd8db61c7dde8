import type { Theme } from "../src/figures/theme.ts";

/**
 * One drawn output. `update` draws: first when the element has come into the document, where sizes are known, then for
 * each new payload; it keeps the nodes, the reader's choices and the scroll position.
 */
export interface View<P> {
  readonly element: HTMLElement;
  update(payload: P): void;
  setTheme(theme: Theme): void;
  dispose(): void;
}

export type ViewFactory<P> = (payload: P, theme: Theme) => View<P>;
