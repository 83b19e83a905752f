/** The gateway promises nothing to other modules: they send through the kernel, whichever service is chosen. */
export {}
