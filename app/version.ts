/** Version of the kernel's public contract; module manifests name the range they were written for. */
export const KERNEL_VERSION = '0.1.0'
