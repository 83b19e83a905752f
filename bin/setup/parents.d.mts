export function onAbandoned(callback: () => void): void
