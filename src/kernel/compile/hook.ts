/** The global name under which compiled cells reach the kernel. */
export const hook = "__tokenwise";
