export function lockFolder(root: string): string
export function withLock<T>(
  root: string,
  work: (hold: (pid: number) => void) => Promise<T>
): Promise<T>
export function holdFolder<T>(
  folder: string,
  work: (hold: (pid: number) => void) => Promise<T>,
  notice?: string
): Promise<T>
export function acquire(folder: string): boolean
export function isAlive(pid: number): boolean
