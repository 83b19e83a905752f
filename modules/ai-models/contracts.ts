/** The module gives the kernel drivers; other modules ask models through the kernel. */
export {}
