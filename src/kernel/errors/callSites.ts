import { withFormat } from "./stackFormat.ts";

/** The frames of the call, innermost first; none while V8 formats the stack of another error, which may run getters. */
export function callSites(): NodeJS.CallSite[] {
  let found: NodeJS.CallSite[] = [];
  const keep = (_error: Error, sites: NodeJS.CallSite[]): string => {
    found = sites;
    return "";
  };
  withFormat(keep, () => void new Error("call sites").stack);
  return found;
}
