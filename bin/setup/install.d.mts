export class SetupError extends Error {}
export function pinnedMajor(root: string): number
export function runsPinnedNode(root: string): boolean
export function installDependencies(root: string, hold: (pid: number) => void): Promise<void>
export function explainFailure(output: string): { reason: string; next: string; retry: boolean }
