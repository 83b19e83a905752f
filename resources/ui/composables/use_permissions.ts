import { useShared } from './use_shared.ts'

/**
 * What the reader may do, to leave out what would be refused. The server checks every request
 * again; this only keeps the screen honest.
 */
export function usePermissions() {
  const shared = useShared()
  /** Whether the reader holds the permission, `tickets.ticket.create`. */
  const can = (permission: string) => shared.value.permissions.includes(permission)
  return { can }
}
