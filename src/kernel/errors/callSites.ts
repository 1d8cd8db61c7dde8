/** The frames of the call, innermost first; none while V8 formats the stack of another error, which may run getters. */
export function callSites(): NodeJS.CallSite[] {
  const { prepareStackTrace } = Error;
  let found: NodeJS.CallSite[] = [];
  Error.prepareStackTrace = (_error, sites) => {
    found = sites;
    return "";
  };
  void new Error("call sites").stack;
  Error.prepareStackTrace = prepareStackTrace;
  return found;
}
