/** The bridge promises nothing to other modules. */
export {}
