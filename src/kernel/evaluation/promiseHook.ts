/** Whether a function of this script is one that Node runs at each step of a promise, for AsyncLocalStorage before Node 24. */
export function isPromiseHook(url: string, functionName: string): boolean {
  return url === "node:internal/async_hooks" && /^promise\w*Hook/.test(functionName);
}
