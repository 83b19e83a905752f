/** What the files of an organisation come to, in bytes, and how much they may. */
export interface Usage {
  bytes: number
  files: number
  quota: number
  /** Who says how much that is. */
  from: 'organisation' | 'plan' | 'deployment'
}

/** Whole per cent of the room; what uses a little is not nothing. */
export function percentOf({ bytes, quota }: Usage): number {
  if (quota === 0) return 100
  return bytes > 0 ? Math.max(1, Math.floor((bytes / quota) * 100)) : 0
}
